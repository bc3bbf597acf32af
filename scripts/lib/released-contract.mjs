import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { breakingChanges } from './breaking-changes.mjs';

/** What clients out there rely on, as of the last release. */
export const RELEASED = 'docs/openapi.released.json';
/** Breaks that are meant, each in the words of the comparison. */
export const MEANT = 'docs/contract-breaks.md';

const PAGE = `# Breaks since the last release

A released contract changes only by addition, and \`npm run check\` fails on everything else. What is meant all the same stands here, word for word as
\`npm run generate\` says it, one line each, until the next release tells people of it: \`npm run generate -- --release\` empties this page.
`;

/**
 * @param {object} released @param {object} current both OpenAPI 3.1 documents @param {string} page what is meant
 * @returns {string[]} one sentence for each break that nobody has meant, and for each that was meant and is none
 */
export function contractFaults(released, current, page) {
  const found = breakingChanges(released, current);
  const meant = page.split('\n').flatMap((line) => (line.startsWith('- ') ? [line.slice(2)] : []));
  return [
    ...found.filter((sentence) => !meant.includes(sentence)),
    ...meant
      .filter((sentence) => !found.includes(sentence))
      .map((sentence) => `${MEANT} says “${sentence}”, which is not so.`),
  ];
}

/** The same, of the files below a folder. @param {string} root @param {object} current @returns {string[]} */
export function faultsSinceRelease(root, current) {
  const [released, page] = [RELEASED, MEANT].map((path) => readFileSync(join(root, path), 'utf8'));
  return contractFaults(JSON.parse(released ?? ''), current, page ?? '');
}

/** From now on clients rely on this. @param {string} root @param {object} current */
export function release(root, current) {
  writeFileSync(join(root, RELEASED), `${JSON.stringify(current)}\n`);
  writeFileSync(join(root, MEANT), PAGE);
}
