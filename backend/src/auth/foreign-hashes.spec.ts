import { pbkdf2Sync, scryptSync } from 'node:crypto';
import { hash as bcrypt } from '@node-rs/bcrypt';
import { foreignVerifier } from './foreign-hashes';
import { hashPassword, isOutdated, verifyPassword } from './password-hash';

const PASSWORD = 'password';

const django = (digest: string, rounds: number, salt: string) =>
  `pbkdf2_${digest}$${rounds}$${salt}$${pbkdf2Sync(PASSWORD, salt, rounds, 32, digest).toString('base64')}`;

const phcScrypt = (ln: number, r: number, p: number) => {
  const salt = Buffer.from('a salt of 16 by!');
  const key = scryptSync(PASSWORD, salt, 32, { N: 2 ** ln, r, p, maxmem: 2 ** 28 });
  const plain = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
  return `$scrypt$ln=${ln},r=${r},p=${p}$${plain(salt)}$${plain(key)}`;
};

/** Those with a source are of another maker than us. */
const HASHES: [name: string, hash: string | Promise<string>][] = [
  // https://passlib.readthedocs.io/en/stable/lib/passlib.hash.pbkdf2_digest.html
  ['PBKDF2 of passlib', '$pbkdf2-sha256$6400$.6UI/S.nXIk8jcbdHx3Fhg$98jZicV16ODfEsEZeYPGHU3kbrUrvUEXOPimVSQDD44'],
  // https://passlib.readthedocs.io/en/stable/lib/passlib.hash.scrypt.html
  ['scrypt of passlib', '$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E'],
  ['PBKDF2 of Django', django('sha256', 26_000, 'aSaltOfDjango')],
  ['PBKDF2 with SHA-512 of Django', django('sha512', 1_000, 'aSaltOfDjango')],
  ['scrypt', phcScrypt(12, 8, 1)],
  ['bcrypt', bcrypt(PASSWORD, { cost: 6 })],
  ['bcrypt of PHP', bcrypt(PASSWORD, { cost: 6, version: '2y' })],
  ['argon2i', '$argon2i$v=19$m=1024,t=2,p=1$swyXWcc0uMhNP8M/qbEOIQ$azDymoFEp0cxDU7NgESzwiAYBk6MjfTjslzH1Y0buEQ'],
];

describe('a hash of another system', () => {
  it.each(HASHES)('made by %s is verified, and is to be replaced', async (_, made) => {
    const hash = await made;
    await expect(verifyPassword(PASSWORD, hash)).resolves.toBe(true);
    await expect(verifyPassword('Password', hash)).resolves.toBe(false);
    expect(isOutdated(hash)).toBe(true);
  });

  it('is of the password as it was typed then, not of its normal form', async () => {
    const typed = 'ﬁsh ﬁsh ﬁsh';
    await expect(verifyPassword(typed, await bcrypt(typed, { cost: 4 }))).resolves.toBe(true);
    await expect(verifyPassword(typed, await hashPassword('fish fish fish'))).resolves.toBe(true);
  });

  it('of bcrypt looks at the first 72 bytes, as it always did', async () => {
    const hash = await bcrypt('x'.repeat(72), { cost: 4 });
    await expect(verifyPassword('x'.repeat(80), hash)).resolves.toBe(true);
  });

  it.each([
    ['text', 'password'],
    ['MD5', '5f4dcc3b5aa765d61d8327deb882cf99'],
    ['bcrypt that would take minutes', `$2b$20$${'a'.repeat(53)}`],
    [
      'argon2 that would take gigabytes',
      '$argon2id$v=19$m=4194304,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    ],
    [
      'scrypt that would take gigabytes',
      '$scrypt$ln=22,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E',
    ],
    [
      'PBKDF2 that would take minutes',
      '$pbkdf2-sha256$90000000$.6UI/S.nXIk8jcbdHx3Fhg$98jZicV16ODfEsEZeYPGHU3kbrUrvUEXOPimVSQDD44',
    ],
    ['PBKDF2 with a key of a few bytes', 'pbkdf2_sha256$1000$salt$AAAA'],
  ])('is none when it is %s', async (_, hash) => {
    expect(foreignVerifier(hash)).toBeUndefined();
    await expect(verifyPassword(PASSWORD, hash)).resolves.toBe(false);
  });
});
