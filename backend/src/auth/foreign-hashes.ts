import { pbkdf2, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { verify as verifyArgon2 } from '@node-rs/argon2';
import { verify as verifyBcrypt } from '@node-rs/bcrypt';

/** Whether a password fits. It is taken as it was typed: other systems did not normalize. */
type Verify = (password: string) => Promise<boolean>;

interface Scheme {
  readonly form: RegExp;
  /** @returns undefined for parameters that nobody means: one try must not cost minutes or gigabytes */
  readonly read: (parts: string[], hash: string) => Verify | undefined;
}

const MAX_BCRYPT_COST = 14;
const MAX_ARGON2_KIB = 262_144;
const MAX_ARGON2_PASSES = 12;
const MAX_ARGON2_LANES = 16;
const MAX_SCRYPT_BYTES = 256 * 2 ** 20;
const MAX_SCRYPT_LANES = 16;
const MAX_PBKDF2_ROUNDS = 2_000_000;

const derive = {
  pbkdf2: promisify(pbkdf2),
  scrypt: promisify(scrypt) as (
    password: string,
    salt: Buffer,
    length: number,
    options: { N: number; r: number; p: number; maxmem: number },
  ) => Promise<Buffer>,
};

const BASE64 = '[A-Za-z0-9+/.]{4,200}={0,2}';

/** @see https://github.com/P-H-C/phc-string-format, https://passlib.readthedocs.io/en/stable/modular_crypt_format.html */
const SCHEMES: readonly Scheme[] = [
  {
    // bcrypt, which looks at 72 bytes at most; `$2y$` is what PHP calls it.
    form: /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/,
    read: ([cost = ''], hash) => {
      if (Number(cost) > MAX_BCRYPT_COST) return undefined;
      return (password) => verifyBcrypt(password, hash);
    },
  },
  {
    form: /^\$argon2(?:id|i|d)\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,3})\$[\w+/-]{11,86}\$[\w+/-]{16,86}$/,
    read: ([kib, passes, lanes], hash) => {
      const isBounded =
        Number(kib) <= MAX_ARGON2_KIB && Number(passes) <= MAX_ARGON2_PASSES && Number(lanes) <= MAX_ARGON2_LANES;
      return isBounded ? (password) => verifyArgon2(hash, password) : undefined;
    },
  },
  {
    form: new RegExp(`^\\$scrypt\\$ln=(\\d{1,2}),r=(\\d{1,3}),p=(\\d{1,3})\\$(${BASE64})\\$(${BASE64})$`),
    read: ([ln, r, p, salt = '', key = '']) => {
      const options = { N: 2 ** Number(ln), r: Number(r), p: Number(p), maxmem: 2 * MAX_SCRYPT_BYTES };
      if (128 * options.N * options.r > MAX_SCRYPT_BYTES || options.p > MAX_SCRYPT_LANES || options.N < 2)
        return undefined;
      const expected = bytesOf(key);
      return async (password) => fits(await derive.scrypt(password, bytesOf(salt), expected.length, options), expected);
    },
  },
  {
    // PHC and passlib, which leaves `i=` and the length out.
    form: new RegExp(
      `^\\$pbkdf2-(sha1|sha256|sha512)\\$(?:i=)?(\\d{1,8})(?:,l=\\d{1,3})?\\$(${BASE64})\\$(${BASE64})$`,
    ),
    read: ([digest = '', rounds, salt = '', key = '']) => byPbkdf2(digest, Number(rounds), bytesOf(salt), bytesOf(key)),
  },
  {
    // Django: the salt is text.
    form: new RegExp(`^pbkdf2_(sha1|sha256|sha512)\\$(\\d{1,8})\\$([\\w./+-]{1,100})\\$(${BASE64})$`),
    read: ([digest = '', rounds, salt = '', key = '']) =>
      byPbkdf2(digest, Number(rounds), Buffer.from(salt), bytesOf(key)),
  },
];

/**
 * How to verify a hash that another system made: bcrypt, scrypt, PBKDF2, and argon2 with parameters of its own.
 * @returns undefined for what is no such hash, or would cost too much to verify
 */
export function foreignVerifier(hash: string): Verify | undefined {
  for (const { form, read } of SCHEMES) {
    const found = form.exec(hash);
    if (found) return read(found.slice(1), hash);
  }
  return undefined;
}

function byPbkdf2(digest: string, rounds: number, salt: Buffer, expected: Buffer): Verify | undefined {
  if (rounds < 1 || rounds > MAX_PBKDF2_ROUNDS || expected.length < 16) return undefined;
  return async (password) => fits(await derive.pbkdf2(password, salt, rounds, expected.length, digest), expected);
}

/** Standard base64, also without padding, and with passlib's `.` for `+`. */
function bytesOf(base64: string): Buffer {
  return Buffer.from(base64.replaceAll('.', '+'), 'base64');
}

function fits(derived: Buffer, expected: Buffer): boolean {
  return derived.length === expected.length && timingSafeEqual(derived, expected);
}
