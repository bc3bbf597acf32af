import { crc32 } from 'node:zlib';
import { uuidv7 } from '../database/uuid';
import { apiKeyPrefix, isSecretOf, makeApiKey, parseApiKey } from './api-key-tokens';

const LETTERS = /[0-9A-Za-z]/;

describe('API keys', () => {
  const id = uuidv7(1_795_651_900_000);

  it('carry their id and a secret that only its hash is kept of', () => {
    const { key, secretHash } = makeApiKey(id);
    expect(key).toMatch(/^lk_[0-9A-Za-z]{22}_[0-9A-Za-z]{43}[0-9A-Za-z]{6}$/);
    expect(key.startsWith(`${apiKeyPrefix(id)}_`)).toBe(true);
    const claim = parseApiKey(key);
    expect(claim?.id).toBe(id);
    expect(claim && isSecretOf(claim, secretHash)).toBe(true);
    expect(claim && isSecretOf(claim, makeApiKey(id).secretHash)).toBe(false);
    expect(secretHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('never repeat, and carry every id', () => {
    const ids = ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', id];
    for (const each of ids) expect(parseApiKey(makeApiKey(each).key)?.id).toBe(each);
    const keys = Array.from({ length: 200 }, () => makeApiKey(id).key);
    expect(new Set(keys).size).toBe(200);
  });

  it('are refused with any one letter changed, left out or added', () => {
    const { key } = makeApiKey(id);
    for (let place = 3; place < key.length; place += 1) {
      const other = key[place] === 'x' ? 'y' : 'x';
      if (!LETTERS.test(key[place] ?? '')) continue;
      expect(parseApiKey(key.slice(0, place) + other + key.slice(place + 1))).toBeUndefined();
      expect(parseApiKey(key.slice(0, place) + key.slice(place + 1))).toBeUndefined();
      expect(parseApiKey(key.slice(0, place) + other + key.slice(place))).toBeUndefined();
    }
    for (const bad of ['', 'lk_', `${key} `, ` ${key}`, `${key}\n`, key.toUpperCase(), key.replace('lk_', 'lkr_')]) {
      expect(parseApiKey(bad)).toBeUndefined();
    }
  });

  it('are refused with an id that is no UUID, whatever the checksum', () => {
    const body = `lk_${'z'.repeat(22)}_${'0'.repeat(43)}`;
    const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
    let rest = crc32(body);
    let checksum = '';
    for (let place = 0; place < 6; place += 1) {
      checksum = (digits[rest % 62] ?? '') + checksum;
      rest = Math.floor(rest / 62);
    }
    expect(parseApiKey(body + checksum)).toBeUndefined();
  });
});
