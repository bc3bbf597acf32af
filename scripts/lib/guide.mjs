import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * A step of a page that tells how to change the repository: a fenced block that names its file, and the one line it goes
 * to by its beginning. `replace` puts the block in the place of that beginning; the rest of the line stays.
 *
 * @typedef {object} Step
 * @property {string} file relative to the repository
 * @property {string} text what stands in the block
 * @property {{ how: 'after' | 'before' | 'replace', line: string }} [place] none for a new file
 */

const BLOCK = /^```\w+ file=("[^"\n]+"|\S+)(?: (after|before|replace)=("[^"\n]+"|'[^'\n]+'))?\n(.*?)^```$/gms;
const NAMES_A_FILE = /^```\w+ .*file=/gm;

/**
 * @param {string} markdown
 * @returns {Step[]} in the order of the page
 */
export function stepsOf(markdown) {
  const steps = [...markdown.matchAll(BLOCK)].map(([, file = '', how, line = '', text = '']) => ({
    file: file.replaceAll('"', ''),
    text,
    ...(how && { place: { how: /** @type {'after' | 'before' | 'replace'} */ (how), line: line.slice(1, -1) } }),
  }));
  const named = markdown.match(NAMES_A_FILE)?.length ?? 0;
  if (named !== steps.length)
    throw new Error(`${named} blocks name a file, and only ${steps.length} of them can be read.`);
  return steps;
}

/**
 * Does what a step says.
 *
 * @param {string} root
 * @param {Step} step
 * @throws {Error} when it does not fit any more: a new file that is there already, a line that is not there once
 */
export function applyStep(root, { file, text, place }) {
  const path = join(root, file);
  if (!place) {
    if (existsSync(path)) throw new Error(`${file} is there already.`);
    mkdirSync(dirname(path), { recursive: true });
    return writeFileSync(path, text);
  }
  const lines = readFileSync(path, 'utf8').split('\n');
  const found = lines.flatMap((line, index) => (line.trimStart().startsWith(place.line) ? [index] : []));
  const [index = 0] = found;
  if (found.length !== 1) throw new Error(`${file} has ${found.length} lines that begin with: ${place.line}`);
  writeFileSync(path, changed(lines, index, text, place).join('\n'));
}

/** @param {string[]} lines @param {number} index @param {string} text @param {NonNullable<Step['place']>} place */
function changed(lines, index, text, { how, line }) {
  const old = lines[index] ?? '';
  if (how === 'replace')
    return lines.with(
      index,
      old.replace(line, () => text.trim()),
    );
  return lines.toSpliced(how === 'after' ? index + 1 : index, 0, text.replace(/\n$/, ''));
}
