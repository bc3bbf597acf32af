import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from './output.mjs';

/** Files that are made from something else and committed: path below the root, and what stands in it. @typedef {Record<string, string>} Files */

/** @param {string} root @param {Files} files @returns {string[]} the paths whose file says something else, or is missing */
function outdated(root, files) {
  const isCurrent = (/** @type {string} */ file, /** @type {string} */ content) =>
    existsSync(file) && readFileSync(file, 'utf8') === content;
  return Object.keys(files).filter((path) => !isCurrent(join(root, path), files[path] ?? ''));
}

/**
 * @param {string} root @param {Files} files
 * @throws {Refusal} naming each file that is out of date, and how to mend it
 */
export function requireCurrent(root, files) {
  const paths = outdated(root, files);
  if (paths.length === 0) return;
  const sentences = paths.map((path) => `${path} is out of date.`);
  throw new Refusal(
    `${sentences.join('\n')}\nRun "npm run generate", read what changed, and commit it with the change that caused it.`,
  );
}

/** @param {string} root @param {Files} files @returns {string[]} the paths that were written */
export function writeGenerated(root, files) {
  const paths = outdated(root, files);
  for (const path of paths) writeFileSync(join(root, path), files[path] ?? '');
  return paths;
}
