import { hash } from '@node-rs/argon2';
import { Config } from '../config';
import { Problem } from '../http/problem';
import { hashPassword, isOutdated, NO_USER_HASH, verifyPassword } from './password-hash';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH, Passwords } from './passwords';

const PHRASE = 'correct horse battery staple';
const passwords = new Passwords(new Config({ NODE_ENV: 'test', APP_SECRET: 'x'.repeat(32) }));

describe('hashing', () => {
  it('is argon2id with 19 MiB and two passes, salted', async () => {
    const [one, two] = [await passwords.hash(PHRASE), await passwords.hash(PHRASE)];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
    await expect(passwords.verify(PHRASE, one)).resolves.toBe(true);
    await expect(passwords.verify(PHRASE, two)).resolves.toBe(true);
  });

  it('tells every character apart, and takes one text in two Unicode forms as one', async () => {
    const stored = await passwords.hash('clé ﬁne №1 – Ａ');
    await expect(passwords.verify('clé fine No1 – A'.normalize('NFD'), stored)).resolves.toBe(true);
    await expect(passwords.verify('cle fine No1 – A', stored)).resolves.toBe(false);
    await expect(passwords.verify('CLÉ fine No1 – A', stored)).resolves.toBe(false);
    await expect(passwords.verify('clé fine No1 – A ', stored)).resolves.toBe(false);
    const withNul = await passwords.hash('before\u0000after the null');
    await expect(passwords.verify('before\u0000other the null', withNul)).resolves.toBe(false);
  });

  it('uses all of a long password', async () => {
    const long = 'ab'.repeat(64);
    const stored = await passwords.hash(long);
    await expect(passwords.verify(`${long.slice(0, -1)}x`, stored)).resolves.toBe(false);
  });
});

describe('verifying for nobody', () => {
  it('works with the parameters of today', () => {
    expect(isOutdated(NO_USER_HASH)).toBe(false);
  });

  it.each([null, undefined])('does the work and says no for a hash that is %s', async (stored) => {
    for (const password of [PHRASE, '', '\u0000'.repeat(32)]) {
      await expect(passwords.verify(password, stored)).resolves.toBe(false);
    }
  });

  it('takes about as long as for somebody', async () => {
    const stored = await passwords.hash(PHRASE);
    const time = async (of: string | null) => {
      const started = performance.now();
      await passwords.verify('a wrong phrase', of);
      return performance.now() - started;
    };
    const rounds = await Promise.all(Array.from({ length: 9 }, async () => [await time(null), await time(stored)]));
    const [nobody, somebody] = [0, 1].map((i) => rounds.map((round) => round[i]!).toSorted((a, b) => a - b)[4]!);
    // Coarse on purpose: without the work it would be a thousandth.
    expect(nobody! / somebody!).toBeGreaterThan(0.2);
  });

  it.each([
    ['bcrypt', '$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy'],
    ['argon2 cut short', '$argon2id$v=19$m=19456,t=2,p=1$'],
    ['nothing', ''],
    ['the password itself', PHRASE],
  ])('says no, and does not fail, when the stored text is %s', async (_, stored) => {
    await expect(passwords.verify(PHRASE, stored)).resolves.toBe(false);
  });
});

describe('a hash with older parameters', () => {
  it('is verified, and known to be outdated', async () => {
    const old = await hash(PHRASE, { memoryCost: 4096, timeCost: 3, parallelism: 1 });
    await expect(verifyPassword(PHRASE, old)).resolves.toBe(true);
    expect(passwords.isOutdated(old)).toBe(true);
    expect(passwords.isOutdated(await hashPassword(PHRASE))).toBe(false);
  });
});

describe('the policy', () => {
  const ADA = { email: 'ada.lovelace@engines.example', name: 'Ada Lovelace' };
  const faultOf = async (password: string, words = ADA) => {
    try {
      await passwords.checkPolicy(password, words, 'newPassword');
      return undefined;
    } catch (error) {
      const [fault] = (error as Problem).extra.errors ?? [];
      expect(fault).toMatchObject({
        field: 'newPassword',
        message: expect.stringMatching(/^(Use|This) .+\.$/) as string,
      });
      return fault?.code;
    }
  };
  /** So many different characters. */
  const phrase = (length: number) => 'The quick brown fox jumps over it. '.repeat(4).slice(0, length);

  it('asks for 15 to 128 characters', async () => {
    expect([MIN_PASSWORD_LENGTH, MAX_PASSWORD_LENGTH]).toEqual([15, 128]);
    expect(await Promise.all([14, 15, 128, 129].map((length) => faultOf(phrase(length))))).toEqual([
      'too_short',
      undefined,
      undefined,
      'too_long',
    ]);
  });

  it('counts characters, not bytes, and after normalization', async () => {
    expect(await faultOf('🔑🚪🏠🪟🛋🛏🚿🪞🧹🧺🧼🪣🧽🔒')).toBe('too_short');
    expect(await faultOf('🔑🚪🏠🪟🛋🛏🚿🪞🧹🧺🧼🪣🧽🔒🔓')).toBeUndefined();
    // Seven letters with their accents apart are seven.
    expect(await faultOf('éàüîôçñ'.normalize('NFD'))).toBe('too_short');
    // One character that stands for eighteen.
    expect(await faultOf(`ﷺ${phrase(111)}`)).toBe('too_long');
  });

  it('asks for no kinds of characters, and takes every one', async () => {
    for (const fine of [
      'lowercase letters only',
      '271828182845904523',
      'ÆØÅ æøå ÄÖÜ ßẞ €',
      'tab\tand\u0000null\nline',
      '   spaces  around   ',
    ]) {
      expect([fine, await faultOf(fine)]).toEqual([fine, undefined]);
    }
  });

  it.each([
    'Ada.Lovelace1842',
    'lovelacelovelace',
    'LATCHKEYlatchkey',
    'engines-lovelace',
    'ＬＯＶＥＬＡＣＥ-latchkey',
    'Latchkey 2026!!!',
    'xx-Lovelace-xxxx',
  ])('refuses %s, which is mostly the name, the address or ours', async (password) => {
    expect(await faultOf(password)).toBe('personal');
  });

  it('knows a name in whatever form it is written', async () => {
    expect(
      await faultOf('ZoëBrontëZoëBrontë', { email: 'z@b.example', name: 'ＺｏëＢｒｏｎｔë'.normalize('NFD') }),
    ).toBe('personal');
  });

  it('takes a phrase in which such a word only occurs', async () => {
    expect(await faultOf('countess lovelace wrote programs')).toBeUndefined();
    expect(await faultOf('ada and the ada of the ada')).toBeUndefined();
  });

  it.each([
    'passwordpassword',
    'password12345678',
    'P@ssw0rdP@ssw0rd',
    'qwertyuiopasdfghjkl',
    'abcdefghijklmnop',
    '123456789012345678',
    'summer2024summer2024',
    'iloveyouiloveyou',
    'letmein letmein letmein',
    'Password123456!!',
    'qwertyuiop'.repeat(12),
  ])('refuses %s, which is among the first that anybody guesses', async (password) => {
    expect(await faultOf(password)).toBe('guessable');
  });

  it('takes words that have nothing to do with each other, and what a password manager makes', async () => {
    for (const fine of [
      'correct horse battery staple',
      'kx8Vq2m9TzLw3pRb7',
      'monkey dragon baseball',
      '4wd7x-k9qzp-2m3nr-7hvbt-c5fgw',
    ])
      expect([fine, await faultOf(fine)]).toEqual([fine, undefined]);
  });

  it('refuses a few characters over and over', async () => {
    expect(await faultOf('abcdabcdabcdabcd')).toBe('repetitive');
    expect(await faultOf('               ')).toBe('repetitive');
  });
});
