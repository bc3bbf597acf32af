import { Config } from '../config';
import { uuidv7 } from '../database/uuid';
import { RefreshTokens } from './refresh-tokens';

const SALT = 'a1'.repeat(32);
const SESSION = uuidv7(1_800_000_000_000);

function tokensOf(secret: string, previous?: string): RefreshTokens {
  return new RefreshTokens(new Config({ NODE_ENV: 'test', APP_SECRET: secret, APP_SECRET_PREVIOUS: previous }));
}

describe('refresh tokens', () => {
  const tokens = tokensOf('the first secret');
  const isGenuine = (token: string, { by = tokens, salt = SALT } = {}) => {
    const claim = by.parse(token);
    return claim !== undefined && by.isGenuine(claim, salt);
  };

  it('say their session and generation, and are genuine', () => {
    for (const generation of [0, 1, 255, 256, 2 ** 31, 2 ** 32 - 1]) {
      const token = tokens.issue(SESSION, generation, SALT);
      expect(token).toMatch(/^lkr_[\w-]{70}$/);
      expect(tokens.parse(token)).toMatchObject({ sessionId: SESSION, generation });
      expect(isGenuine(token)).toBe(true);
    }
  });

  it('can be computed again: one generation of one session has one token', () => {
    expect(tokens.issue(SESSION, 7, SALT)).toBe(tokens.issue(SESSION, 7, SALT));
    const all = [1, 2, 3].flatMap((generation) =>
      [SALT, 'b2'.repeat(32)].map((salt) => tokens.issue(SESSION, generation, salt)),
    );
    expect(new Set(all).size).toBe(6);
  });

  it('are not genuine with one bit changed, wherever it is', () => {
    const bytes = Buffer.from(tokens.issue(SESSION, 7, SALT).slice(4), 'base64url');
    const accepted = Array.from({ length: bytes.length * 8 }, (_, bit) => {
      const changed = Buffer.from(bytes);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      return isGenuine(`lkr_${changed.toString('base64url')}`);
    });
    expect(accepted).toHaveLength(416);
    expect(accepted).not.toContain(true);
  });

  it('are bound to the salt of the row and to the secret', () => {
    const token = tokens.issue(SESSION, 7, SALT);
    expect(isGenuine(token, { salt: 'a1'.repeat(31) + 'a2' })).toBe(false);
    expect(isGenuine(token, { by: tokensOf('another secret') })).toBe(false);
  });

  it('stay genuine while their secret is the previous one, and are made with the current one', () => {
    const token = tokens.issue(SESSION, 7, SALT);
    const rotated = tokensOf('the second secret', 'the first secret');
    expect(isGenuine(token, { by: rotated })).toBe(true);
    expect(rotated.issue(SESSION, 7, SALT)).toBe(tokensOf('the second secret').issue(SESSION, 7, SALT));
    expect(isGenuine(token, { by: tokensOf('the third secret', 'the second secret') })).toBe(false);
  });

  it('of another form are not read', () => {
    const token = tokens.issue(SESSION, 7, SALT);
    const others = [
      '',
      'lkr_',
      token.slice(0, -1),
      `${token}A`,
      token.toUpperCase(),
      token.replace('lkr_', 'lk_r'),
      ` ${token.slice(1)}`,
      `${token.slice(0, -1)}!`,
      `${token.slice(0, -2)}==`,
      `lkr_${'*'.repeat(70)}`,
      'x'.repeat(74),
      `lkr_${'é'.repeat(70)}`,
    ];
    for (const other of others) expect([other, tokens.parse(other)]).toEqual([other, undefined]);
  });
});
