import { hkdfSync, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from './output.mjs';

/** Bytes of each secret. */
const SECRET_BYTES = 32;

/**
 * Makes the data folder, readable by its owner only, and makes sure that files can be written there.
 *
 * @param {string} folder
 * @throws {Refusal} when it cannot be used
 */
export function makeDataFolder(folder) {
  const probe = join(folder, `.writable-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new Refusal(
      `The data folder ${folder} cannot be written (${code}). Make it a folder that belongs to you, or choose another ` +
        'one: DATA_DIR=/path/to/folder npm start',
    );
  }
}

/**
 * The secrets for local use: `APP_SECRET` is made once and kept in the data folder, the other two follow from it, so
 * that the API and the web app agree. What is set wins. In production nothing is made up: the API asks for each there.
 *
 * @param {import('./settings.mjs').Settings} settings
 * @returns {{ APP_SECRET?: string, WEB_CLIENT_SECRET?: string, NEXTAUTH_SECRET?: string }}
 */
export function localSecrets({ env, dataDir, isLocal }) {
  const { APP_SECRET, WEB_CLIENT_SECRET, NEXTAUTH_SECRET } = env;
  if (!isLocal) return { APP_SECRET, WEB_CLIENT_SECRET, NEXTAUTH_SECRET };
  const appSecret = APP_SECRET ?? storedAppSecret(join(dataDir, 'secrets.json'));
  return {
    APP_SECRET: appSecret,
    WEB_CLIENT_SECRET: WEB_CLIENT_SECRET ?? deriveSecret(appSecret, 'latchkey/web-client'),
    NEXTAUTH_SECRET: NEXTAUTH_SECRET ?? deriveSecret(appSecret, 'latchkey/nextauth'),
  };
}

/** @param {string} appSecret @param {string} purpose */
function deriveSecret(appSecret, purpose) {
  return Buffer.from(hkdfSync('sha256', appSecret, '', purpose, SECRET_BYTES)).toString('base64url');
}

/** @param {string} file @returns {string} */
function storedAppSecret(file) {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  try {
    // "wx": a file that exists is never replaced, because everybody would be signed out.
    writeFileSync(file, `${JSON.stringify({ APP_SECRET: secret }, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    return secret;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
  }
  chmodSync(file, 0o600);
  return readAppSecret(file);
}

/** @param {string} file @returns {string} */
function readAppSecret(file) {
  try {
    const { APP_SECRET } = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof APP_SECRET === 'string' && APP_SECRET.length >= SECRET_BYTES) return APP_SECRET;
  } catch {
    // Said below: an unreadable file and one without the secret are mended alike.
  }
  throw new Refusal(
    `The file ${file} holds no usable APP_SECRET. Restore it from a copy, or delete it to get a new secret; everybody ` +
      'has to sign in again then.',
  );
}
