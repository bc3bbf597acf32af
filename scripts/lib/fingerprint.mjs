import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { ROOT } from './paths.mjs';

/** Changing a test does not change what is built. */
const IS_TEST = /\.(spec|test)\.(ts|tsx|mjs)$/;

/**
 * A hash over the content of files and the value of settings: two equal ones mean that a build would give the same.
 *
 * @param {string[]} inputs files and folders, relative to the repository; those that do not exist count as absent
 * @param {Record<string, string | undefined>} [settings] whatever else decides the result
 * @returns {string} SHA-256 in hex
 */
export function fingerprint(inputs, settings = {}) {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap((input) => filesUnder(join(ROOT, input)))) {
    const content = readFileSync(file);
    hash.update(`${relative(ROOT, file).split(sep).join('/')}\0${content.length}\0`).update(content);
  }
  return hash.update(JSON.stringify(settings)).digest('hex');
}

/** @param {string} path @returns {string[]} */
function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (!lstatSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .toSorted()
    .filter((name) => !IS_TEST.test(name))
    .flatMap((name) => filesUnder(join(path, name)));
}

/**
 * Whether `stampFile` says that the present inputs were built. It stands inside the build's own folder, so that it
 * goes when somebody builds or cleans by hand.
 *
 * @param {string} stampFile
 * @param {string} current
 */
export function isStamped(stampFile, current) {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === current;
}

/** @param {string} stampFile @param {string} current */
export function stamp(stampFile, current) {
  writeFileSync(stampFile, current);
}
