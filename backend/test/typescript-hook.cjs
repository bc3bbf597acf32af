/**
 * `node --require ./typescript-hook.cjs file.ts` runs our sources in a process of their own, for tests that kill it.
 * Built output would do too, but is not there, or is of yesterday.
 */
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

/** What was compiled stays here by the hash of its source: these tests start hundreds of processes. */
const FOLDER = join(__dirname, '../../node_modules/.cache/latchkey-typescript-hook');
const OPTIONS = {
  swcrc: false,
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    keepClassNames: true,
  },
  module: { type: 'commonjs' },
};
const EDITION = JSON.stringify([OPTIONS, require('@swc/core/package.json').version]);

mkdirSync(FOLDER, { recursive: true });

require.extensions['.ts'] = (module, filename) => module._compile(compiled(filename), filename);

/** @param {string} filename */
function compiled(filename) {
  const source = readFileSync(filename, 'utf8');
  const path = join(FOLDER, createHash('sha256').update(`${EDITION}\n${filename}\n${source}`).digest('hex'));
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Required here, because it takes a while to load and is seldom needed.
    const { code } = require('@swc/core').transformSync(source, { ...OPTIONS, filename });
    // Moved into its place, so that a process that is killed meanwhile leaves no half of it.
    const half = `${path}.${process.pid}`;
    writeFileSync(half, code);
    renameSync(half, path);
    return code;
  }
}
require('reflect-metadata');
