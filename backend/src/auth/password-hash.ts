import { hash, verify } from '@node-rs/argon2';
import { foreignVerifier } from './foreign-hashes';

/**
 * argon2id, 19 MiB, two passes, one lane.
 * @see OWASP Password Storage Cheat Sheet
 */
const MEMORY_KIB = 19_456;
const PASSES = 2;
const LANES = 1;
/** `Algorithm.Argon2id`; the enum is `const` and so not there for isolated modules. */
const ARGON2ID = 2;

const CURRENT = `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$`;

/** @see https://github.com/P-H-C/phc-string-format */
const ARGON2ID_HASH = /^\$argon2id\$v=19\$m=\d{1,7},t=\d{1,3},p=\d{1,3}\$[\w+/-]{11,86}\$[\w+/-]{16,86}$/;

/** Stands in for the hash of a user who is not there or has no password, so that the answer takes as long. */
export const NO_USER_HASH = `${CURRENT}AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`;

/** NFKC, so that one password typed on two keyboards is one password. @see NIST SP 800-63B-4 section 3.1.1.2 */
export function normalizePassword(password: string): string {
  return password.normalize('NFKC');
}

/** Takes about 30 ms of one core and 19 MiB. Call it through `Passwords`, which limits how many run at once. */
export function hashPassword(password: string): Promise<string> {
  const options = { algorithm: ARGON2ID, memoryCost: MEMORY_KIB, timeCost: PASSES, parallelism: LANES };
  return hash(normalizePassword(password), options);
}

/**
 * Costs the same whether or not the password fits. No password fits a text that is no hash. One of another system is
 * verified by its own scheme.
 */
export async function verifyPassword(password: string, passwordHash: string): Promise<boolean> {
  if (passwordHash.startsWith(CURRENT) && ARGON2ID_HASH.test(passwordHash)) {
    return verify(passwordHash, normalizePassword(password));
  }
  const isOurs = ARGON2ID_HASH.test(passwordHash);
  const foreign = foreignVerifier(passwordHash);
  if (!foreign) return verify(NO_USER_HASH, normalizePassword(password)).then(() => false);
  // Our own with older parameters were made of the normal form.
  return (
    (await foreign(password)) ||
    (isOurs && password !== normalizePassword(password) && foreign(normalizePassword(password)))
  );
}

/** Whether a hash was made with other parameters than today's. */
export function isOutdated(passwordHash: string): boolean {
  return !passwordHash.startsWith(CURRENT);
}
