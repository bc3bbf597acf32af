import { createRequire } from 'node:module';
import { join } from 'node:path';
import { BACKEND } from '../../../scripts/lib/paths.mjs';

const require = createRequire(import.meta.url);

/**
 * A module of the API as it was built, so that rows are written and tokens are made by the very code that is measured.
 * @param {string} path in `backend/dist`
 * @returns {any}
 */
export function built(path) {
  return require(join(BACKEND, 'dist', path));
}
