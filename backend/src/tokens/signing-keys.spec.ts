import type { KeyObject } from 'node:crypto';
import { Clock } from '../clock';
import { Config } from '../config';
import type { Database } from '../database/database';
import { DatabaseUnavailable } from '../database/errors';
import type { KeyGeneration } from './key-generations';
import { signingKeyFrom } from './signing-key';
import { SigningKeys } from './signing-keys';

const SECRET = 'the first secret';
const MINUTE_MS = 60_000;
/** Key objects all look alike to a matcher. */
const pointOf = (key: KeyObject | undefined) => key?.export({ format: 'jwk' }).x;
const keyOf = (generation: number) => signingKeyFrom(SECRET, generation).jwk.x;
const kidOf = (generation: number, secret = SECRET) => signingKeyFrom(secret, generation).kid;

/** What an instance sees: rows that others change, and the clock of their database. */
class World {
  rows: KeyGeneration[] = [{ generation: 1, signsFrom: 0, droppedAt: null }];
  databaseNow: number | null = null;
  isAway = false;
  looks = 0;
  readonly clock = new Clock();

  add(generation: number, signsFrom = 0): void {
    this.rows.push({ generation, signsFrom, droppedAt: null });
  }

  async instance(secret = SECRET, previous?: string): Promise<SigningKeys> {
    const query = async () => {
      this.looks += 1;
      if (this.isAway) throw new DatabaseUnavailable('away');
      const answer = this.rows.map((row) => ({ ...row, databaseNow: this.databaseNow }));
      await new Promise((resolve) => setTimeout(resolve, 5));
      return answer;
    };
    const config = new Config({ NODE_ENV: 'test', APP_SECRET: secret, APP_SECRET_PREVIOUS: previous });
    const keys = new SigningKeys(config, this.clock, { kind: 'sqlite', query } as unknown as Database);
    await keys.load();
    return keys;
  }
}

describe('the signing keys of an instance', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });

  it('are found by their name alone', async () => {
    const keys = await world.instance();
    expect(keys.publicKey(keys.current.kid)).toBe(keys.current.publicKey);
    for (const kid of ['', '__proto__', 'constructor', keys.current.kid.toLowerCase(), kidOf(1, 'x')]) {
      expect([kid, keys.publicKey(kid), keys.has(kid)]).toEqual([kid, undefined, false]);
    }
    expect(world.looks).toBe(1);
  });

  it('of the previous secret verify and are shown, and never sign', async () => {
    const keys = await world.instance('the second secret', SECRET);
    expect(keys.current.kid).toBe(kidOf(1, 'the second secret'));
    expect(pointOf(await keys.publicKey(kidOf(1)))).toBe(keyOf(1));
    expect(keys.jwks.keys.map(({ kid }) => kid)).toEqual([keys.current.kid, kidOf(1)]);
  });

  it('show nothing private', async () => {
    world.add(2, Date.now() + MINUTE_MS);
    const keys = await world.instance('the second secret', SECRET);
    expect(keys.jwks.keys).toHaveLength(4);
    for (const jwk of keys.jwks.keys) {
      expect(Object.keys(jwk).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    }
  });

  it('have another tag after each change, and the same on every instance', async () => {
    const keys = await world.instance();
    const before = keys.etag;
    await keys.load();
    expect(keys.etag).toBe(before);
    world.add(2, Date.now() + MINUTE_MS);
    await keys.load();
    expect(keys.etag).not.toBe(before);
    expect((await world.instance()).etag).toBe(keys.etag);
  });

  it('are looked for when a token of the next generations comes, at most once for all that come together', async () => {
    const keys = await world.instance();
    world.add(2, Date.now() - 1_000);
    world.add(3, Date.now() - 500);
    const found = await Promise.all([2, 3, 2, 3].map(async (each) => keys.publicKey(kidOf(each))));
    expect(found.map(pointOf)).toEqual([2, 3, 2, 3].map(keyOf));
    expect(world.looks).toBe(2);
    expect(keys.current.kid).toBe(kidOf(3));
  });

  it('are looked for once more when the look that was on its way began before the rotation', async () => {
    const keys = await world.instance();
    const early = keys.load();
    world.add(2);
    expect(pointOf(await keys.publicKey(kidOf(2)))).toBe(keyOf(2));
    await early;
    expect(world.looks).toBe(3);
  });

  it('that nobody has added are none', async () => {
    const keys = await world.instance();
    expect(await keys.publicKey(kidOf(2))).toBeUndefined();
    expect(keys.publicKey(kidOf(9))).toBeUndefined();
  });

  it('that cannot be looked for are not refused', async () => {
    const keys = await world.instance();
    world.isAway = true;
    await expect(keys.publicKey(kidOf(2))).rejects.toThrow(DatabaseUnavailable);
    expect(keys.publicKey(kidOf(1))).toBeTruthy();
  });

  it('sign by the clock of the database where ours is wrong', async () => {
    world.add(2, Date.now() + MINUTE_MS);
    world.databaseNow = Date.now() + 2 * MINUTE_MS;
    expect((await world.instance()).current.kid).toBe(kidOf(2));
    world.databaseNow = Date.now();
    expect((await world.instance()).current.kid).toBe(kidOf(1));
  });
});
