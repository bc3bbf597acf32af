import { randomInt, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Response } from 'supertest';
import type { MadeApiKeyDto } from '../src/api-keys/api-keys.dto';
import { IdempotencyPurgeService } from '../src/idempotency/idempotency-purge.service';
import { AnswerSeal } from '../src/idempotency/sealed-answer';
import type { ResourceDto } from '../src/resources/resources.dto';
import { makeKey, signedInUser, signIn } from './builders';
import { Mailbox, drain } from './mailbox';
import { fieldsOf, type Requests, requestsOf } from './requests';
import { startApp, type TestApp } from './start-app';

const PREVIOUS_SECRET = 'the-secret-that-was-in-use-before-this-one-0123456789';
const DAY_MS = 86_400_000;

interface Operation {
  parameters?: { name: string }[];
  responses: Record<string, unknown>;
}

let api: TestApp;
let admin: Requests;

beforeAll(async () => {
  api = await startApp({ APP_SECRET_PREVIOUS: PREVIOUS_SECRET });
  admin = requestsOf(api, (await signedInUser(api, { role: 'ADMIN' })).tokens);
});
afterAll(() => api.close());

const somebody = async () => requestsOf(api, (await signedInUser(api)).tokens);
const create = (by: Requests, key: string, body: object = { title: 'Once' }) =>
  by.post('/v1/resources', body).set('idempotency-key', key);
const idOf = (answer: Response) => (answer.body as ResourceDto).id;
const resourcesOf = async (by: Requests) =>
  ((await by.get('/v1/resources?owner=me').expect(200)).body as { items: ResourceDto[] }).items;

/** What a repetition must have in common with the first answer. */
function essenceOf({ status, body, headers }: Response) {
  const { location, etag } = headers as Record<string, string>;
  return { status, body: body as unknown, location, etag };
}

describe('a request with an Idempotency-Key', () => {
  it('is taken by every door that creates, and by no other', () => {
    const contract = JSON.parse(readFileSync(join(__dirname, '../../docs/openapi.json'), 'utf8')) as {
      paths: Record<string, Record<string, Operation>>;
    };
    const operations = Object.entries(contract.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
    );
    const creating = operations.filter(({ operation }) => '201' in operation.responses).map(({ name }) => name);
    const taking = operations
      .filter(({ operation }) => operation.parameters?.some(({ name }) => name === 'Idempotency-Key'))
      .map(({ name }) => name);
    expect(taking).toEqual(creating);
    expect(taking.length).toBeGreaterThanOrEqual(4);
  });

  it.each<[string, () => string, () => object]>([
    ['a resource', () => '/v1/resources', () => ({ title: 'Once', body: 'x' })],
    ['an account', () => '/v1/users', () => ({ email: `${randomUUID()}@example.com`, name: 'Grace' })],
    ['a role', () => '/v1/roles', () => ({ key: `R${Date.now()}`, name: 'Once', grants: {} })],
    ['an API key', () => '/v1/me/api-keys', () => ({ name: 'script', scopes: ['resources:read'], expiresInDays: 30 })],
  ])('makes %s once and answers the same again', async (_, path, content) => {
    const body = content();
    const key = randomUUID();
    const ask = () => admin.post(path(), body).set('idempotency-key', key);
    const first = await ask().expect(201);
    expect(essenceOf(await ask())).toEqual(essenceOf(first));
    expect(essenceOf(await ask())).toEqual(essenceOf(first));
  });

  it('leaves one event and one mail', async () => {
    const email = `${randomUUID()}@example.com`;
    const mailbox = new Mailbox(api);
    const key = randomUUID();
    for (let time = 0; time < 3; time++) {
      await admin.post('/v1/users', { email, name: 'Grace' }).set('idempotency-key', key).expect(201);
    }
    await drain(api);
    await mailbox.only(email);
    const events = await api.database.query<{ n: number }>(
      `SELECT COUNT(*) AS n FROM audit_events a JOIN users u ON u.id = a.subject_id WHERE a.action = 'user.create' AND u.email = ?`,
      [email],
    );
    expect(Number(events[0]?.n)).toBe(1);
  });

  it('makes one thing when it comes many times at once', async () => {
    const by = await somebody();
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 20 }, () => create(by, key)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
    expect(new Set(answers.map(idOf)).size).toBe(1);
    expect(await resourcesOf(by)).toHaveLength(1);
  });

  it('has the answer of its time, whatever became of the thing', async () => {
    const by = await somebody();
    const key = randomUUID();
    const first = await create(by, key).expect(201);
    await by
      .patch(`/v1/resources/${idOf(first)}`, { title: 'Changed' })
      .set('if-match', '"1"')
      .expect(200);
    expect(essenceOf(await create(by, key))).toEqual(essenceOf(first));
    await by.delete(`/v1/resources/${idOf(first)}`).expect(204);
    expect(essenceOf(await create(by, key))).toEqual(essenceOf(first));
    expect(await resourcesOf(by)).toEqual([]);
  });

  it('is refused when another one had the key', async () => {
    const by = await somebody();
    const key = randomUUID();
    await create(by, key, { title: 'One', body: 'x' }).expect(201);
    const other = await create(by, key, { title: 'Two', body: 'x' }).expect(409);
    expect(other.body).toMatchObject({
      code: 'conflict',
      detail: expect.stringContaining('Idempotency-Key') as string,
    });
    // The order of fields is no difference.
    await create(by, key, { body: 'x', title: 'One' }).expect(201);
    expect(await resourcesOf(by)).toHaveLength(1);
  });

  it('means itself only: not another person, not another door, not another key', async () => {
    const [one, two] = [await somebody(), await somebody()];
    const key = randomUUID();
    const made = [
      await create(one, key),
      await create(two, key),
      await create(one, randomUUID()),
      await create(one, key),
    ];
    expect(new Set(made.map(idOf)).size).toBe(3);
    await admin
      .post('/v1/users', { email: `${key}@example.com`, name: 'Grace' })
      .set('idempotency-key', key)
      .expect(201);
    await create(admin, key).expect(201);
  });

  it('is the same from a session and from an API key of one person', async () => {
    const { tokens } = await signedInUser(api);
    const script = requestsOf(api, { ...tokens, ...(await makeKey(api, tokens, ['resources:create'])) });
    const key = randomUUID();
    const first = await create(requestsOf(api, tokens), key).expect(201);
    expect(essenceOf(await create(script, key))).toEqual(essenceOf(first));
  });

  it('is told only to whoever may still pass the door', async () => {
    const { tokens } = await signedInUser(api);
    const script = requestsOf(api, { ...tokens, ...(await makeKey(api, tokens, ['resources:read'])) });
    const key = randomUUID();
    await create(requestsOf(api, tokens), key).expect(201);
    await create(script, key).expect(403);
    await create(requestsOf(api), key).expect(401);
  });

  it('is remembered for a day, and then is a new one', async () => {
    const { user, tokens } = await signedInUser(api);
    const purge = () => api.app.get(IdempotencyPurgeService).purge();
    const later = async () => requestsOf(api, await signIn(api, user));
    const key = randomUUID();
    const first = idOf(await create(requestsOf(api, tokens), key).expect(201));
    api.clock.advance(DAY_MS - 60_000);
    await purge();
    expect(idOf(await create(await later(), key))).toBe(first);
    api.clock.advance(2 * 60_000);
    // Nobody has tidied up yet.
    const second = idOf(await create(await later(), key).expect(201));
    expect(second).not.toBe(first);
    expect(idOf(await create(await later(), key))).toBe(second);
    api.clock.advance(DAY_MS + 60_000);
    expect(await purge()).toBeGreaterThan(0);
    const [rows] = await api.database.query<{ n: number }>('SELECT COUNT(*) AS n FROM idempotency_keys');
    expect(Number(rows?.n)).toBe(0);
    admin = requestsOf(api, (await signedInUser(api, { role: 'ADMIN' })).tokens);
  });

  it('that was refused is decided anew', async () => {
    const by = await somebody();
    const key = randomUUID();
    await create(by, key, { title: '' }).expect(422);
    await create(by, key).expect(201);
  });

  it('is found under the secret that was in use before', async () => {
    const { user, tokens } = await signedInUser(api);
    const by = requestsOf(api, tokens);
    const key = randomUUID();
    const first = await create(by, key).expect(201);
    // As an instance with the former secret would have written it.
    const request = { userId: user.id, door: 'POST /v1/resources', key, content: '' };
    const [before, now] = [new AnswerSeal(PREVIOUS_SECRET, request), new AnswerSeal(api.config.appSecret, request)];
    const [row] = await api.database.query<{ answer: string }>('SELECT answer FROM idempotency_keys WHERE id = ?', [
      now.id,
    ]);
    const answer = before.seal(now.open(row?.answer ?? ''));
    await api.database.execute('UPDATE idempotency_keys SET id = ?, answer = ? WHERE id = ?', [
      before.id,
      answer,
      now.id,
    ]);
    expect(essenceOf(await create(by, key))).toEqual(essenceOf(first));
  });

  it('leaves nothing that a reader of the database could use', async () => {
    const { user, tokens } = await signedInUser(api);
    const wanted = { name: 'Kept to oneself', scopes: ['resources:read'] };
    const answer = await requestsOf(api, tokens)
      .post('/v1/me/api-keys', wanted)
      .set('idempotency-key', 'guessable')
      .expect(201);
    const rows = await api.database.query('SELECT * FROM idempotency_keys WHERE user_id = ?', [user.id]);
    expect(rows).toHaveLength(1);
    for (const secret of [(answer.body as MadeApiKeyDto).key, wanted.name, 'guessable']) {
      expect(JSON.stringify(rows)).not.toContain(secret);
    }
  });

  it('keeps the longest answer there is', async () => {
    const by = await somebody();
    const key = randomUUID();
    // Letters of four bytes that follow no pattern, so that next to nothing can be packed.
    const letter = () => String.fromCodePoint(0x20000 + randomInt(0xa6d0));
    const body = Array.from({ length: 16_000 }, letter).join('');
    const first = await create(by, key, { title: 'Long', body });
    expect(first.status).toBe(201);
    expect(essenceOf(await create(by, key, { title: 'Long', body }))).toEqual(essenceOf(first));
  });

  it('is one key with quotation marks or without, and no key in another form', async () => {
    const by = await somebody();
    const key = randomUUID();
    expect(idOf(await create(by, key))).toBe(idOf(await create(by, `"${key}"`)));
    for (const wrong of ['', 'short', '"open-ended', 'x'.repeat(129), 'with a blank', '"a\\"bcdefgh"']) {
      const refused = await create(by, wrong).expect(422);
      expect(fieldsOf(refused)).toEqual(['Idempotency-Key: invalid']);
    }
    expect(await resourcesOf(by)).toHaveLength(1);
  });
});
