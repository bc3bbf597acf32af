import { ENTITIES } from '../src/entities';
import { NOT_PERSONAL, PERSONAL_PARTS } from '../src/personal-data/personal-data';
import { getMetadataArgsStorage } from 'typeorm';
import { makeUser, PASSWORD, signedInUser, signIn } from './builders';
import { drain } from './mailbox';
import { requestsOf } from './requests';
import { startApp, type TestApp } from './start-app';

let api: TestApp;

beforeAll(async () => {
  api = await startApp();
});
afterAll(() => api.close());

it('is asked of every table: it is exported, or it is said why not', () => {
  const tables = getMetadataArgsStorage()
    .tables.filter(({ target }) => ENTITIES.some((entity) => entity === target))
    .map(({ name }) => String(name));
  const told = new Set([...PERSONAL_PARTS.map(({ table }) => table), ...Object.keys(NOT_PERSONAL)]);
  expect(tables.toSorted()).toEqual([...told].toSorted());
});

describe('the export of what is stored about a person', () => {
  it('has everything of theirs, nothing of others, and no secret', async () => {
    const { user, tokens } = await signedInUser(api, { name: 'Ada Export' });
    const person = requestsOf(api, tokens);
    await signIn(api, user);
    const { body: resource } = await person.post('/v1/resources', { title: 'Mine', body: 'A canary' }).expect(201);
    await person.delete(`/v1/resources/${(resource as { id: string }).id}`).expect(204);
    await api.http.post('/v1/auth/forgot-password').send({ email: user.email }).expect(202);
    await drain(api);
    const stranger = await signedInUser(api, { name: 'Somebody Else' });
    await requestsOf(api, stranger.tokens).post('/v1/resources', { title: 'Not mine' }).expect(201);

    const answer = await person.get('/v1/me/export').expect(200);
    expect(answer.headers['content-disposition']).toMatch(/^attachment; filename=/);
    expect(answer.headers['cache-control']).toBe('no-store');
    const data = answer.body as Record<string, Record<string, unknown>[]>;
    expect(Object.keys(data)).toEqual(PERSONAL_PARTS.map(({ name }) => name));
    expect(data.account).toEqual([
      expect.objectContaining({ id: user.id, email: user.email, name: 'Ada Export', role: 'USER' }),
    ]);
    expect(data.sessions).toHaveLength(2);
    expect(data.resources).toEqual([
      expect.objectContaining({ title: 'Mine', body: 'A canary', deletedAt: expect.any(String) as string }),
    ]);
    expect(data.mails).toEqual([expect.objectContaining({ kind: 'reset-password', recipient: user.email })]);
    expect(data.linksInMails).toEqual([expect.objectContaining({ purpose: 'reset-password', usedAt: null })]);
    expect(data.whatYouDid?.map(({ action }) => action)).toEqual([
      'session.start',
      'session.start',
      'resource.create',
      'resource.delete',
      'user.export',
    ]);
    expect(data.whatYouDid?.[2]).toMatchObject({ after: { title: 'Mine' }, ip: expect.any(String) as string });

    const [hash] = await api.database.query<{ hash: string }>('SELECT password_hash AS hash FROM users WHERE id = ?', [
      user.id,
    ]);
    const salts = await api.database.query<{ salt: string }>(
      'SELECT token_salt AS salt FROM sessions UNION SELECT salt FROM mailed_tokens',
    );
    for (const secret of [
      hash!.hash,
      PASSWORD,
      ...salts.map(({ salt }) => salt),
      '"salt"',
      'Not mine',
      stranger.user.id,
    ]) {
      expect(answer.text).not.toContain(secret);
    }
  });

  it('is whole for somebody with more than fits a page', async () => {
    const { id, email } = await makeUser(api);
    await api.database.write(async (tx) => {
      for (let index = 0; index < 1_201; index++) {
        await tx.execute(
          `INSERT INTO resources (id, owner_id, title, title_key, body, visibility, version, created_at, updated_at)
           VALUES (?, ?, ?, 'x', '', 'private', 1, ?, 1)`,
          [`r-${id}`.slice(0, 30) + String(index).padStart(5, '0'), id, `Title ${index}`, Math.floor(index / 7)],
        );
      }
    });
    const { body } = await requestsOf(api, await signIn(api, { email }))
      .get('/v1/me/export')
      .expect(200);
    const titles = (body as { resources: { title: string }[] }).resources.map(({ title }) => title);
    expect(titles).toEqual(Array.from({ length: 1_201 }, (_, index) => `Title ${index}`));
  });
});
