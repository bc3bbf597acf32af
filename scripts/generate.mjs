#!/usr/bin/env node
/**
 * `npm run generate [-- --check | --release]`: from the API itself, its contract `docs/openapi.json`, the client's types
 * of it and `docs/access-matrix.md`. With `--check` nothing is written, and a file that is out of date is a failure. A change that breaks
 * clients of the last release is a failure in any case, and named, unless it stands in `docs/contract-breaks.md`. `--release` makes the
 * contract the one that clients rely on.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './lib/children.mjs';
import { requireCurrent, writeGenerated } from './lib/generated.mjs';
import { Refusal, say } from './lib/output.mjs';
import { API_CONTRACT, FRONTEND, ROOT, toolPath } from './lib/paths.mjs';
import { buildApi, install } from './lib/prepare.mjs';
import { faultsSinceRelease, MEANT, release } from './lib/released-contract.mjs';
import { runScript } from './lib/script.mjs';

const CONTRACT = 'docs/openapi.json';

await runScript(async () => {
  await install();
  await buildApi();
  const { openApi, accessMatrix } = await readContract();
  // Loaded here, because they need packages that may just have been installed.
  const { renderAccessMatrix } = await import('./lib/access-matrix.mjs');
  const { webDoors } = await import('./lib/web-doors.mjs');
  const doors = webDoors(join(FRONTEND, 'src'));
  const files = {
    [CONTRACT]: `${JSON.stringify(openApi, null, 2)}\n`,
    'client/src/api-schema.ts': await generateTypes(openApi),
    'client/src/idempotent-doors.ts': idempotentDoors(openApi),
    'docs/access-matrix.md': await renderAccessMatrix(accessMatrix, doors),
  };
  if (process.argv.includes('--release')) release(ROOT, openApi);
  requireCompatible(openApi);
  if (process.argv.includes('--check')) requireCurrent(ROOT, files);
  else for (const path of writeGenerated(ROOT, files)) say(`  Wrote ${path}`);
  say('  What is generated from the API is up to date.');
});

/** @param {object} openApi @throws {Refusal} naming each door that would break its clients, and how */
function requireCompatible(openApi) {
  const faults = faultsSinceRelease(ROOT, openApi);
  if (faults.length === 0) return;
  throw new Refusal(
    `The API would break its clients:\n${faults.map((fault) => `  ${fault}`).join('\n')}\n` +
      `A released contract changes only by addition. What is meant all the same stands in ${MEANT}, in the same words.`,
  );
}

/** @returns {Promise<{ openApi: object, accessMatrix: import('./lib/access-matrix.mjs').AccessMatrix }>} */
async function readContract() {
  const lines = await run({ name: 'The description of the API', args: [API_CONTRACT] });
  return JSON.parse(lines.join('\n'));
}

/** @param {object} openApi @returns {Promise<string>} */
async function generateTypes(openApi) {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-openapi-'));
  try {
    const document = join(folder, 'openapi.json');
    const types = join(folder, 'api-schema.ts');
    await writeFile(document, JSON.stringify(openApi));
    await run({ name: 'openapi-typescript', args: [toolPath('openapi-typescript'), document, '--output', types] });
    return readFileSync(types, 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @typedef {{ paths: Record<string, Record<string, { parameters?: { name: string }[] }>> }} Doors */

/** @param {object} openApi @returns {string} the source of a list that the client looks into when it runs */
function idempotentDoors(openApi) {
  const { paths } = /** @type {Doors} */ (openApi);
  const doors = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([, { parameters = [] }]) => parameters.some(({ name }) => name === 'Idempotency-Key'))
      .map(([method]) => `  '${method.toUpperCase()} ${path}',\n`),
  );
  return (
    '/** Generated from the contract: the doors that take an `Idempotency-Key`. */\n' +
    `export const IDEMPOTENT_DOORS: ReadonlySet<string> = new Set([\n${doors.join('')}]);\n`
  );
}
