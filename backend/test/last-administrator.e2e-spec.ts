import { makeRole, makeUser, signedInUser } from './builders';
import { requestsOf, type Requests } from './requests';
import { startApp, type TestApp } from './start-app';

describe('the last active administrator', () => {
  let api: TestApp;

  beforeEach(async () => {
    api = await startApp();
    await makeRole(api, 'DEPUTY', { 'users:read': 'any' });
  });
  afterEach(() => api.close());

  const administrators = async (count: number) => {
    const made = [];
    for (let index = 0; index < count; index += 1) made.push(await signedInUser(api, { role: 'ADMIN' }));
    return made.map(({ user, tokens }) => ({ id: user.id, requests: requestsOf(api, tokens) }));
  };
  const countActive = async () => {
    const [row] = await api.database.query<{ count: number }>(
      `SELECT COUNT(*) AS count FROM users WHERE role_key = 'ADMIN' AND disabled_at IS NULL AND email_verified_at IS NOT NULL`,
    );
    return row?.count;
  };

  it('can be neither demoted nor disabled by another who is on the way out', async () => {
    const [last, leaving] = await administrators(2);
    if (!last || !leaving) throw new Error('Two were made');
    // Demoted behind the back of this instance, whose cache still knows an administrator.
    await leaving.requests.get('/v1/me').expect(200);
    await api.database.execute(`UPDATE users SET role_key = 'USER' WHERE id = ?`, [leaving.id]);
    for (const answer of [
      await leaving.requests.put(`/v1/users/${last.id}/role`, { role: 'USER' }),
      await leaving.requests.patch(`/v1/users/${last.id}`, { disabled: true }),
    ]) {
      expect(answer.body).toMatchObject({ status: 409, code: 'conflict' });
    }
    expect(await countActive()).toBe(1);
  });

  it('is not counted among those who are disabled or unverified', async () => {
    const [last, leaving] = await administrators(2);
    if (!last || !leaving) throw new Error('Two were made');
    const disabled = await makeUser(api, { role: 'ADMIN', isDisabled: true });
    const unverified = await makeUser(api, { role: 'ADMIN', isUnverified: true });
    await last.requests.put(`/v1/users/${leaving.id}/role`, { role: 'USER' }).expect(200);
    expect(await countActive()).toBe(1);
    // Those who cannot act as administrators may go.
    await last.requests.put(`/v1/users/${disabled.id}/role`, { role: 'USER' }).expect(200);
    await last.requests.patch(`/v1/users/${unverified.id}`, { disabled: true }).expect(200);
    expect(await countActive()).toBe(1);
  });

  it('stays when two administrators demote or disable each other at once', async () => {
    const acts: ((requests: Requests, id: string) => PromiseLike<{ status: number }>)[] = [
      (requests, id) => requests.put(`/v1/users/${id}/role`, { role: 'USER' }),
      (requests, id) => requests.patch(`/v1/users/${id}`, { disabled: true }),
    ];
    let [survivor] = await administrators(1);
    for (let round = 0; round < 8; round += 1) {
      const [one, other] = await administrators(2);
      if (!survivor || !one || !other) throw new Error('All were made');
      await survivor.requests.get('/v1/me');
      await api.database.execute('UPDATE users SET role_key = ? WHERE id = ?', ['DEPUTY', survivor.id]);
      const first = acts[round % 2]!;
      const second = acts[(round >> 1) % 2]!;
      const answers = await Promise.all([first(one.requests, other.id), second(other.requests, one.id)]);
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
      // The other one comes too late: demoted, signed out, or stopped by the rule.
      expect([401, 403, 409]).toContain(statuses.find((status) => status !== 200));
      expect(await countActive()).toBe(1);
      survivor = statuses[0] === 200 ? one : other;
    }
  });

  it('stays when everybody demotes everybody at once', async () => {
    const all = await administrators(8);
    const answers = await Promise.all(
      all.flatMap(({ requests }) =>
        all.map(async ({ id }) => (await requests.put(`/v1/users/${id}/role`, { role: 'DEPUTY' })).status),
      ),
    );
    expect(answers.filter((status) => status === 200).length).toBeGreaterThanOrEqual(1);
    expect(answers.filter((status) => ![200, 403, 409].includes(status))).toEqual([]);
    expect(await countActive()).toBeGreaterThanOrEqual(1);
  });

  it.each<[string, (requests: Requests, id: string, index: number) => PromiseLike<{ status: number; body: unknown }>]>([
    ['demoted', (requests, id) => requests.put(`/v1/users/${id}/role`, { role: 'DEPUTY' })],
    [
      'demoted or disabled',
      (requests, id, index) =>
        index % 2 === 0
          ? requests.put(`/v1/users/${id}/role`, { role: 'USER' })
          : requests.patch(`/v1/users/${id}`, { disabled: true }),
    ],
  ])(
    'stays when each of fifty is %s by the next one at once, and nobody gets a failure of the server',
    async (_, act) => {
      const all = await administrators(50);
      // Everybody is let in before the first one is out, so that the rule alone decides.
      await Promise.all(all.map(({ requests }) => requests.get('/v1/me').expect(200)));
      const answers = await Promise.all(
        all.map(({ id }, index) => act(all[(index + 1) % all.length]!.requests, id, index)),
      );
      const statuses = answers.map(({ status }) => status);
      // Out in the meantime, or the last one.
      expect(statuses.filter((status) => ![200, 401, 403, 409].includes(status))).toEqual([]);
      const left = await countActive();
      expect(left).toBeGreaterThanOrEqual(1);
      expect(left).toBe(all.length - statuses.filter((status) => status === 200).length);
      expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(all.length / 2);
    },
    60_000,
  );
});
