import { copyFileSync, linkSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes a folder whose files are those of another one. On one disk it takes neither the time nor the place of copies.
 *
 * @param {string} source
 * @param {string} target not there yet
 * @param {(entry: import('node:fs').Dirent) => boolean} [isWanted]
 */
export function linkTree(source, target, isWanted = () => true) {
  mkdirSync(target);
  for (const entry of readdirSync(source, { withFileTypes: true }).filter(isWanted)) {
    const [from, to] = [join(source, entry.name), join(target, entry.name)];
    if (entry.isDirectory()) linkTree(from, to, isWanted);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(from), to);
    else linkOrCopy(from, to);
  }
}

/** @param {string} from @param {string} to */
function linkOrCopy(from, to) {
  try {
    linkSync(from, to);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EXDEV') throw error;
    copyFileSync(from, to);
  }
}
