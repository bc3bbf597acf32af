import { BatchedQuery } from '../src/database/batched-query';
import { type RotationStep, Rotations } from '../src/sessions/rotations';
import { SessionStartService } from '../src/sessions/session-start.service';
import { SessionsService } from '../src/sessions/sessions.service';
import { RefreshTokens } from '../src/tokens/refresh-tokens';
import { makeUser, signIn } from './builders';
import { queriesOf } from './requests';
import { startApp, type TestApp } from './start-app';

const IDLE_MS = 86_400_000;

interface Session {
  id: string;
  generation: number;
}

const CLIENT = {
  ip: '127.0.0.1',
  userAgent: 'test',
  requestId: 'test',
  isWebApp: false,
  isUnconfirmed: false,
  knownDevice: null,
};

describe('refreshes that arrive together', () => {
  let api: TestApp;

  beforeAll(async () => {
    api = await startApp();
  });
  afterAll(() => api.close());
  afterEach(() => jest.restoreAllMocks());

  const refresh = (refreshToken: string) => api.http.post('/v1/auth/refresh').send({ refreshToken });
  const service = () => api.app.get(SessionsService);
  const sessionIdOf = (refreshToken: string): string => api.app.get(RefreshTokens).parse(refreshToken)?.sessionId ?? '';

  async function signInTimes(count: number): Promise<string[]> {
    const { id, email } = await makeUser(api);
    const user = { id, email, name: 'Somebody', role: 'USER', grants: {} };
    return Promise.all(
      Array.from({ length: count }, async () => {
        const [issued] = await api.database.write((tx) =>
          api.app.get(SessionStartService).start(tx, [{ user, client: CLIENT }]),
        );
        return issued!.refreshToken;
      }),
    );
  }

  async function sessionsOf(refreshTokens: readonly string[]): Promise<Session[]> {
    const rows = await api.database.query<Session>('SELECT id, generation FROM sessions');
    return refreshTokens.map((token) => rows.find(({ id }) => id === sessionIdOf(token))!);
  }

  function stepOf({ id, generation }: Session): RotationStep {
    const now = api.clock.now();
    return { id, generation, recentRotations: JSON.stringify([[generation, now]]), now, idleExpiresAt: now + IDLE_MS };
  }

  it('are each answered for their own session, in fewer statements than there are requests', async () => {
    const tokens = await signInTimes(40);
    const execute = jest.spyOn(api.database, 'execute');

    const answers = await Promise.all(tokens.map((token) => service().refresh(token, CLIENT)));

    expect(answers.map(({ refreshToken }) => sessionIdOf(refreshToken))).toEqual(tokens.map(sessionIdOf));
    expect((await sessionsOf(tokens)).map(({ generation }) => generation)).toEqual(tokens.map(() => 2));
    expect(execute.mock.calls.length).toBeLessThanOrEqual(4);
  });

  it('do not harm each other when one of them comes too late', async () => {
    const tokens = await signInTimes(3);
    const [first, second, late] = (await sessionsOf(tokens)) as [Session, Session, Session];
    await refresh(tokens[2]!).expect(200);
    const rotations = new Rotations(api.database, false);

    const made = await Promise.all([first, second, late].map((session) => rotations.rotate(stepOf(session))));

    expect(made).toEqual([false, false, false]);
    expect((await sessionsOf(tokens)).map(({ generation }) => generation)).toEqual([2, 2, 2]);
    for (const token of tokens) {
      const again = await refresh(token).expect(200);
      await refresh(again.body.refreshToken).expect(200);
    }
  });

  it('cannot bring back a session that ended after it was read', async () => {
    const tokens = await signInTimes(2);
    const sessions = await sessionsOf(tokens);
    await api.http.post('/v1/auth/logout').send({ refreshToken: tokens[0] }).expect(204);
    const rotations = new Rotations(api.database, false);

    const made = await Promise.all(sessions.map((session) => rotations.rotate(stepOf(session))));

    expect(made).toEqual([false, false]);
    expect((await sessionsOf(tokens)).map(({ generation }) => generation)).toEqual([1, 2]);
    await refresh(tokens[0]!).expect(401);
    await refresh(tokens[1]!).expect(200);
  });

  it('rotate one session once, however many bring its token', async () => {
    const [token] = (await signInTimes(1)) as [string];
    const [session] = (await sessionsOf([token])) as [Session];
    const rotations = new Rotations(api.database, false);

    const made = await Promise.all([1, 2, 3].map(() => rotations.rotate(stepOf(session))));

    expect(made).toEqual([true, false, false]);
    expect((await sessionsOf([token]))[0]!.generation).toBe(2);
  });

  it('keep to the bounds of a statement', async () => {
    const tokens = await signInTimes(45);
    const sessions = await sessionsOf(tokens);
    const execute = jest.spyOn(api.database, 'execute');
    const rotations = new Rotations(api.database, false);

    const made = await Promise.all(sessions.map((session) => rotations.rotate(stepOf(session))));

    expect(made).toEqual(tokens.map(() => true));
    expect(execute).toHaveBeenCalledTimes(2);
  });

  it('fail together when the database is away, and go on afterwards', async () => {
    const tokens = await signInTimes(2);
    const sessions = await sessionsOf(tokens);
    const rotations = new Rotations(api.database, false);
    const away = new Error('away');
    jest.spyOn(api.database, 'execute').mockRejectedValueOnce(away);

    const outcomes = await Promise.allSettled(sessions.map((session) => rotations.rotate(stepOf(session))));

    expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected']);
    const made = await Promise.all(sessions.map((session) => rotations.rotate(stepOf(session))));
    expect(made).toEqual([true, true]);
  });

  it('with strict single use each knows what it did itself', async () => {
    const tokens = await signInTimes(2);
    const [first, late] = (await sessionsOf(tokens)) as [Session, Session];
    await refresh(tokens[1]!).expect(200);
    const rotations = new Rotations(api.database, true);

    const made = await Promise.all([first, late].map((session) => rotations.rotate(stepOf(session))));

    expect(made).toEqual([true, false]);
  });
});

describe('a database that stalls for longer than the retry window', () => {
  let api: TestApp;

  beforeAll(async () => {
    api = await startApp({ REFRESH_RETRY_SECONDS: '1' });
  });
  afterAll(() => api.close());
  afterEach(() => jest.restoreAllMocks());

  it('makes no replay of a token that came in time', async () => {
    const { refreshToken } = await signIn(api, await makeUser(api));
    const { sessionId } = api.app.get(RefreshTokens).parse(refreshToken)!;
    let now = api.clock.now();
    jest.spyOn(api.clock, 'now').mockImplementation(() => now);
    const execute = api.database.execute.bind(api.database);
    let release = (): void => undefined;
    const stall = new Promise<void>((resolve) => (release = resolve));
    const stalled = new Promise<void>((reached) => {
      jest.spyOn(api.database, 'execute').mockImplementationOnce(async (...statement) => {
        reached();
        await stall;
        return execute(...statement);
      });
    });
    const slow = api.app.get(SessionsService).refresh(refreshToken, CLIENT);
    await stalled;

    // Another instance is faster, its answer arrives and is used, and time goes by.
    const recentRotations = JSON.stringify([[1, now]]);
    const elsewhere = new Rotations(api.database, false);
    await elsewhere.rotate({ id: sessionId, generation: 1, recentRotations, now, idleExpiresAt: now + IDLE_MS });
    await api.app.get(SessionsService).confirm(sessionId, 2);
    now += 5_000;
    release();

    const successor = await slow;
    expect(api.app.get(RefreshTokens).parse(successor.refreshToken)).toMatchObject({ sessionId, generation: 2 });
    // The same token is a replay when it comes now.
    await api.http.post('/v1/auth/refresh').send({ refreshToken }).expect(401);
    await api.http.post('/v1/auth/refresh').send({ refreshToken: successor.refreshToken }).expect(401);
  });
});

describe('reads by id that are asked together', () => {
  const select = (ids: string): string => `SELECT \`key\` AS id, name FROM roles WHERE \`key\` IN (${ids})`;
  let api: TestApp;

  beforeAll(async () => {
    api = await startApp();
  });
  afterAll(() => api.close());
  afterEach(() => jest.restoreAllMocks());

  it('get each their own row, or none', async () => {
    const query = jest.spyOn(api.database, 'query');
    const roles = new BatchedQuery<{ id: string; name: string }>(api.database, ({ id }) => id, select);

    const rows = await Promise.all(['ADMIN', 'nobody', 'USER', 'ADMIN'].map((id) => roles.find(id)));

    expect(rows.map((row) => row?.id)).toEqual(['ADMIN', undefined, 'USER', 'ADMIN']);
    expect(queriesOf(query)).toHaveLength(1);
  });

  it('are asked anew each time, in statements of a bounded size', async () => {
    const query = jest.spyOn(api.database, 'query');
    const roles = new BatchedQuery<{ id: string }>(api.database, ({ id }) => id, select);

    await Promise.all(Array.from({ length: 65 }, (_, i) => roles.find(`role ${i}`)));
    await roles.find('ADMIN');

    // A timer asks for keys, without parameters.
    expect(query.mock.calls.flatMap(([, ids]) => ids?.length ?? [])).toEqual([64, 1, 1]);
  });

  it('belong to no unit of work, also when they are asked in one', async () => {
    const roles = new BatchedQuery<{ id: string }>(api.database, ({ id }) => id, select);
    let asked: Promise<unknown> | undefined;

    await api.database.write(async () => {
      asked = roles.find('ADMIN');
    });

    await expect(asked).resolves.toMatchObject({ id: 'ADMIN' });
  });

  it('fail alike', async () => {
    jest.spyOn(api.database, 'query').mockRejectedValueOnce(new Error('away'));
    const roles = new BatchedQuery<{ id: string }>(api.database, ({ id }) => id, select);

    const outcomes = await Promise.allSettled([roles.find('ADMIN'), roles.find('USER')]);

    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
