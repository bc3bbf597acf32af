import { randomUUID } from 'node:crypto';
import type { Database } from '../src/database/database';
import { requestsOf, type Requests } from './requests';
import { drain } from './mailbox';
import { bearer, makeUser, PASSWORD, type TestUser } from './builders';
import type { TokenPairDto } from '../src/auth/auth.dto';
import type { TestApp } from './start-app';
import { webClient } from './web-client';

/** What nobody but this person has, in every kind of text that is stored about somebody. */
export const CANARIES = {
  email: 'zwitscher@canary.example',
  otherEmail: 'zwitscher@elsewhere.example',
  name: 'Zwitscher Kanarienvogel',
  word: 'kanarienvogel',
  ip: '203.0.113.77',
  userAgent: 'CanaryBrowser/7.7',
  title: 'Gelbes Gefieder',
  purgedTitle: 'Goldene Federn',
  body: 'Singt am Morgen.',
} as const;

/** Parts of these: a text is found in whatever it was copied into. */
const TRACES = Object.values(CANARIES).map((text) => text.toLowerCase());

interface Place {
  table: string;
  column: string;
}

/** Every table of the database but the list of migrations, with all its rows. */
export async function allRows(database: Database): Promise<Map<string, Record<string, unknown>[]>> {
  const tables = database.manager.dataSource.entityMetadatas.map(({ tableName }) => tableName);
  const rows = new Map<string, Record<string, unknown>[]>();
  for (const table of tables) rows.set(table, await database.query(`SELECT * FROM ${table}`));
  return rows;
}

/** Where something that only this person has stands, or their id. */
export async function tracesOf(database: Database, { id }: TestUser): Promise<string[]> {
  const found = new Set<string>();
  for (const [table, rows] of await allRows(database)) {
    for (const row of rows) {
      for (const [column, value] of Object.entries(row)) if (isTrace(value, id)) found.add(nameOf({ table, column }));
    }
  }
  return [...found].toSorted();
}

function isTrace(value: unknown, id: string): boolean {
  const text = String(value).toLowerCase();
  return text.includes(id) || TRACES.some((trace) => text.includes(trace));
}

const nameOf = ({ table, column }: Place) => `${table}.${column}`;

/** Somebody who has used everything there is, through the front doors, and left a trace in every table. */
export async function makeCanary(api: TestApp, admin: Requests): Promise<{ user: TestUser; requests: Requests }> {
  const { email, otherEmail, name, ip, userAgent, title, purgedTitle, body } = CANARIES;
  const user = await makeUser(api, { email, name });
  const from = () => [webClient(api, { ip }), ['user-agent', userAgent]] as const;
  const post = (path: string, content: object) => {
    const [client, agent] = from();
    return api.http
      .post(path)
      .set(...client)
      .set(...agent)
      .send(content);
  };
  await post('/v1/auth/login', { email, password: 'wrong' }).expect(401);
  const { body: tokens } = await post('/v1/auth/login', { email, password: PASSWORD }).expect(200);
  const requests = requestsOf(api, tokens as TokenPairDto);
  for (const [visibility, text] of [
    ['private', title],
    ['internal', title],
    ['private', purgedTitle],
  ] as const) {
    await requests.post('/v1/resources', { title: text, body, visibility }).expect(201);
  }
  const { body: mine } = await requests.get('/v1/resources?owner=me').expect(200);
  const { items } = mine as { items: { id: string; title: string }[] };
  // What others did to it is recorded with what it said.
  for (const { id } of items) await admin.delete(`/v1/resources/${id}`).expect(204);
  for (const resource of items.filter((each) => each.title === title)) {
    await requests.post(`/v1/resources/${resource.id}/restore`).expect(200);
  }
  // One that is gone already, but for the record.
  await api.database.execute('DELETE FROM resources WHERE title = ?', [purgedTitle]);
  await requests.post('/v1/me/email', { newEmail: otherEmail, currentPassword: PASSWORD }).expect(202);
  const wanted = { name: `${title} I`, scopes: ['resources:read'] };
  const { body: made } = await requests
    .post('/v1/me/api-keys', wanted)
    .set('idempotency-key', 'gelbes-gefieder')
    .expect(201);
  await api.http
    .get('/v1/me')
    .set(...webClient(api, { ip }))
    .set(...bearer({ accessToken: (made as { key: string }).key }))
    .expect(200);
  await api.database.execute(
    `INSERT INTO identities (id, user_id, provider, subject, email, created_at, last_used_at) VALUES (?, ?, 'oidc', ?, ?, ?, ?)`,
    [randomUUID(), user.id, 'kanarienvogel', email, api.clock.now(), api.clock.now()],
  );
  await api.database.execute('INSERT INTO used_proofs (id, expires_at) VALUES (?, ?)', [randomUUID(), api.clock.now()]);
  await post('/v1/auth/forgot-password', { email }).expect(202);
  await admin.patch(`/v1/users/${user.id}`, { name: `${name} II` }).expect(200);
  await drain(api);
  // What waits for somebody to look into it, and what could not be sent.
  for (const [index, [userId, status]] of [
    [null, 'intent'],
    [user.id, 'dead'],
  ].entries()) {
    await api.database.execute(
      `INSERT INTO mails (id, kind, recipient, user_id, data, status, attempts, created_at) VALUES (?, 'sign-up', ?, ?, ?, ?, 1, ?)`,
      [`mail-${index}`, email, userId ?? null, JSON.stringify({ name }), status ?? null, api.clock.now()],
    );
  }
  return { user, requests };
}
