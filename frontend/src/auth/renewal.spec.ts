import '@/test-support/settings';

import { tokenPair } from '@/test-support/token-pair';

import { renew } from './renewal';
import { decodeSession, sessionTokenOf, type SessionToken } from './session-token';

const CONTEXT = { requestId: 'r1', clientIp: '203.0.113.5', userAgent: 'test', unconfirmed: true };

/** Different for each test, because results are kept by token. */
let token: SessionToken;
let generation = 0;
let calls: Request[];

/** The API, at the one place where it is far away: the network. */
function answerWith(...answers: (() => Response | Promise<Response>)[]): void {
  calls = [];
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    calls.push(input as Request);
    const answer = answers[Math.min(calls.length, answers.length) - 1];
    if (!answer) throw new TypeError('fetch failed');
    return answer();
  });
}

const json = (body: object, status = 200) => Response.json(body, { status });
const successor = () => json(tokenPair(generation + 1));
const problem = (status: number, code: string) => () => json({ status, code, title: '' }, status);
const lost = () => Promise.reject(new TypeError('fetch failed'));

beforeEach(() => {
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  generation += 100;
  token = sessionTokenOf(tokenPair(generation), Date.now());
});

afterEach(() => jest.restoreAllMocks());

describe('renewal', () => {
  it('asks the API once for any number of requests with the same token', async () => {
    answerWith(successor);
    const outcomes = await Promise.all(Array.from({ length: 200 }, () => renew({ ...token }, CONTEXT)));
    expect(calls).toHaveLength(1);
    expect(new Set(outcomes).size).toBe(1);
    const [outcome] = outcomes;
    if (outcome?.kind !== 'renewed') throw new Error(`it was ${outcome?.kind}`);
    await expect(decodeSession(outcome.cookie)).resolves.toMatchObject({ refreshToken: outcome.token.refreshToken });
  });

  it('hands the result to requests that come with the old cookie a moment later, and forgets it before the window ends', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
    try {
      answerWith(successor);
      await renew(token, CONTEXT);
      jest.advanceTimersByTime(19_000);
      await renew(token, CONTEXT);
      expect(calls).toHaveLength(1);
      jest.advanceTimersByTime(2_000);
      await renew(token, CONTEXT);
      expect(calls).toHaveLength(2);
    } finally {
      jest.useRealTimers();
    }
  });

  it('asks anew with the same token when the kept access token is over before the result is forgotten', async () => {
    answerWith(() => json({ ...tokenPair(generation + 1), expiresIn: 0 }), successor);
    await renew(token, CONTEXT);
    const [first, second] = await Promise.all([renew(token, CONTEXT), renew(token, CONTEXT)]);
    expect(first).toBe(second);
    expect(calls).toHaveLength(2);
    await expect(calls[1]?.clone().json()).resolves.toEqual({ refreshToken: token.refreshToken });
  });

  it('asks again, once, when the answer is lost', async () => {
    answerWith(lost, successor);
    await expect(renew(token, CONTEXT)).resolves.toMatchObject({ kind: 'renewed' });
    expect(calls).toHaveLength(2);
  });

  it('changes nothing while the API is away, and asks anew with the next request', async () => {
    answerWith(lost);
    await expect(renew(token, CONTEXT)).resolves.toEqual({ kind: 'unavailable' });
    expect(calls).toHaveLength(2);
    answerWith(successor);
    await expect(renew(token, CONTEXT)).resolves.toMatchObject({ kind: 'renewed' });
  });

  it('ends a session only on the one answer that says so', async () => {
    answerWith(problem(401, 'session_ended'));
    await expect(renew(token, CONTEXT)).resolves.toEqual({ kind: 'ended' });
  });

  it.each([
    problem(500, 'internal_error'),
    problem(503, 'unavailable'),
    problem(429, 'too_many_requests'),
    problem(401, 'invalid_token'),
    problem(422, 'validation_failed'),
    () => new Response('<html>proxy error</html>', { status: 401 }),
    () => new Response('not json'),
    () => json({ accessToken: 'not.a.token' }),
  ])('signs nobody out on any other answer (%#)', async (answer) => {
    answerWith(answer);
    await expect(renew(token, CONTEXT)).resolves.toEqual({ kind: 'unavailable' });
  });

  it('writes no token into the log', async () => {
    answerWith(successor);
    const written = jest.mocked(process.stdout.write);
    await renew(token, CONTEXT);
    const lines = written.mock.calls.map(([line]) => String(line)).join('');
    expect(lines).toContain('session_renewal');
    expect(lines).not.toContain(token.refreshToken);
    expect(lines).not.toContain(token.accessToken);
  });

  it('proves the web app, follows no redirect and leaves nothing in a cache', async () => {
    answerWith(successor);
    await renew(token, CONTEXT);
    const [request] = calls;
    expect(request?.url).toBe('http://api.test/v1/auth/refresh');
    expect(request?.headers.get('x-web-client')).toMatch(/^[\w-]+\.[\w-]+$/);
    expect([request?.redirect, request?.cache, request?.credentials]).toEqual(['error', 'no-store', 'omit']);
  });
});
