import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import type { TokenPairDto } from '../src/auth/auth.dto';
import { ApiProcess } from './api-process';
import { runCommand } from './run-command';
import { createTestDatabase, MYSQL_URL, type TestDatabase } from './test-database';

const ADMIN = { email: 'root@example.com', password: 'a phrase for the first administrator' };
const CALLERS = 6;
/** Longer than the verifier keeps the keys and an instance needs to notice. */
const WAIT_SECONDS = 4;
/** The embedded database is open to one process only. */
const INSTANCES = MYSQL_URL ? 2 : 1;

/** Each test starts processes, some of them several. */
jest.setTimeout(120_000);

let dataDir: string;
let database: TestDatabase;
let env: Record<string, string>;
let instances: ApiProcess[];

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'latchkey-keys-'));
  database = await createTestDatabase();
  env = {
    NODE_ENV: 'test',
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
  };
  instances = [];
  for (let index = 0; index < INSTANCES; index += 1) instances.push(await ApiProcess.start(env));
});
afterAll(async () => {
  await Promise.all(instances.map((api) => api.end('SIGKILL')));
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

const anyInstance = () => instances[Math.floor(Math.random() * instances.length)]!;
const rotate = (...words: string[]) => runCommand({ entry: 'keys-rotate.ts', env, words });
const kidOf = (token: string) => decodeProtectedHeader(token).kid;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const publishedBy = async (api: ApiProcess) =>
  ((await api.http.get('/.well-known/jwks.json').expect(200)).body as { keys: { kid: string }[] }).keys;

async function signIn(): Promise<TokenPairDto> {
  return (await anyInstance().http.post('/v1/auth/login').send(ADMIN).expect(200)).body as TokenPairDto;
}

const me = (api: ApiProcess, { accessToken }: TokenPairDto) =>
  api.http.get('/v1/me').set('authorization', `Bearer ${accessToken}`);
const refresh = ({ refreshToken }: TokenPairDto) => anyInstance().http.post('/v1/auth/refresh').send({ refreshToken });

/**
 * Somebody else's program that knows nothing of us but the address of the keys. It keeps them for a second and never asks
 * again for a key that it does not know: what it is shown then is too late.
 */
function independentVerifier(api: ApiProcess) {
  const url = new URL('/.well-known/jwks.json', api.address);
  const keys = createRemoteJWKSet(url, { cacheMaxAge: 1_000, cooldownDuration: 3_600_000 });
  return (token: string) => jwtVerify(token, keys, { algorithms: ['ES256'], typ: 'at+jwt', audience: 'latchkey-api' });
}

/** People who use their sessions without a pause, on any instance, and renew them all the time. */
class Load {
  readonly failures: string[] = [];
  readonly kids = new Set<string | undefined>();
  requests = 0;
  private isOver = false;

  private constructor(private readonly verifiers: ReturnType<typeof independentVerifier>[]) {}

  /** @param isVerified whether others verify each token as well */
  static async begin({ isVerified }: { isVerified: boolean }): Promise<{ load: Load; end(): Promise<void> }> {
    const load = new Load(isVerified ? instances.map(independentVerifier) : []);
    const sessions = await Promise.all(Array.from({ length: CALLERS }, signIn));
    const callers = sessions.map((pair) => load.use(pair));
    return {
      load,
      async end() {
        load.isOver = true;
        await Promise.all(callers);
      },
    };
  }

  private async use(first: TokenPairDto): Promise<void> {
    for (let pair = first; !this.isOver;) {
      this.kids.add(kidOf(pair.accessToken));
      for (const api of instances) await this.count('me', await me(api, pair));
      for (const verify of this.verifiers) await this.verify(verify, pair);
      const answer = await refresh(pair);
      await this.count('refresh', answer);
      if (answer.status === 200) pair = answer.body as TokenPairDto;
    }
  }

  private async count(what: string, { status, text }: { status: number; text: string }): Promise<void> {
    this.requests += 1;
    if (status !== 200) this.failures.push(`${what}: ${status} ${text}`);
  }

  private async verify(verify: ReturnType<typeof independentVerifier>, { accessToken }: TokenPairDto): Promise<void> {
    this.requests += 1;
    await verify(accessToken).catch((error: unknown) => this.failures.push(`verifier: ${String(error)}`));
  }
}

describe('npm run keys:rotate beside an API under load', () => {
  it('fails no request, and an independent verifier accepts every token before, during and after', async () => {
    const { load, end } = await Load.begin({ isVerified: true });
    await pause(1_500);
    const before = load.requests;

    const rotated = await rotate('--wait', String(WAIT_SECONDS));
    expect(rotated).toMatchObject({ status: 0, errors: '' });
    expect(rotated.output).toMatch(/^Key 2 \([\w-]{43}\) is published, and signs from \d{4}-.*Z on\.\n/);
    const again = await rotate('--wait', String(WAIT_SECONDS));
    expect([again.status, again.output]).toEqual([1, '']);
    expect(again.errors).toMatch(/^Key 2 signs from .* on\. Wait until then/);

    const during = load.requests;
    await pause((WAIT_SECONDS + 2) * 1000);
    await end();

    const kid = /\(([\w-]{43})\)/.exec(rotated.output)?.[1];
    expect(load.failures).toEqual([]);
    expect([...load.kids]).toEqual([expect.any(String), kid]);
    for (const count of [before, during - before, load.requests - during]) expect(count).toBeGreaterThan(20);
    for (const api of instances)
      expect((await publishedBy(api)).map((key) => key.kid)).toEqual([...load.kids].toReversed());
  });

  it('fails no request at the API either when nobody had time to notice', async () => {
    const { load, end } = await Load.begin({ isVerified: false });
    for (let time = 0; time < 3; time += 1) {
      expect(await rotate('--wait', '0')).toMatchObject({ status: 0, errors: '' });
      await pause(1_500);
    }
    await end();
    expect(load.failures).toEqual([]);
    expect(load.kids.size).toBe(4);
  });

  it('--at-once has every token refused that was signed before, and signs nobody out', async () => {
    const pair = await signIn();
    for (const api of instances) await me(api, pair).expect(200);

    const rotated = await rotate('--at-once');
    expect(rotated).toMatchObject({ status: 0, errors: '' });
    expect(rotated.output).toMatch(/^Key \d+ \([\w-]{43}\) signs now\. .* are refused.*\nNobody is signed out/);
    await pause(1_500);

    for (const api of instances) {
      const { body } = await me(api, pair).expect(401);
      expect((body as { code: string }).code).toBe('invalid_token');
      expect(await publishedBy(api)).toHaveLength(1);
      await expect(independentVerifier(api)(pair.accessToken)).rejects.toThrow(/no applicable key/);
    }
    const next = (await refresh(pair).expect(200)).body as TokenPairDto;
    for (const api of instances) {
      await me(api, next).expect(200);
      await independentVerifier(api)(next.accessToken);
    }
  });

  it('leaves one sealed event a rotation, by nobody who is signed in', async () => {
    const next = await signIn();
    const { body } = await anyInstance()
      .http.get('/v1/audit-events?action=signing-key.rotate')
      .set('authorization', `Bearer ${next.accessToken}`)
      .expect(200);
    const { items } = body as { items: Record<string, unknown>[] };
    expect(items).toHaveLength(5);
    expect(items[0]).toMatchObject({
      actorId: null,
      subjectKind: 'signing-key',
      subjectId: '6',
      outcome: 'success',
      userAgent: 'npm run keys:rotate',
      after: { kid: kidOf(next.accessToken), signsFrom: expect.any(String) as string, dropsOthers: true },
    });
    // The sign-in just now is sealed by the API.
    await pause(1_000);
    const verified = await runCommand({ entry: 'audit-verify.ts', env });
    expect(verified).toMatchObject({ status: 0, errors: '' });
    expect(verified.output).not.toContain('Not sealed yet');
  });

  it.each([[['--wait', 'soon']], [['--wait', '86401']], [['--wait', '5', '--at-once']], [['--now']]])(
    'says what is wrong with %j, and does nothing',
    async (words) => {
      expect(await rotate(...words)).toMatchObject({
        status: 1,
        output: '',
        errors: expect.stringContaining('--wait'),
      });
    },
  );

  it('needs a database that is up to date', async () => {
    const empty = await createTestDatabase();
    const outcome = await runCommand({ entry: 'keys-rotate.ts', env: { ...env, DATABASE_URL: empty.url } });
    expect(outcome).toMatchObject({ status: 1, output: '' });
    expect(outcome.errors).toMatch(/^The database is not up to date\. Start this version of the API once/);
    await empty.drop();
  });
});
