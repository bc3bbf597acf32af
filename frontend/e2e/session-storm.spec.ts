import { expect, test } from './fixtures';
import { successorsIn } from './relay';
import { formData, Visitor, type Page } from './visitor';

const REQUESTS = 200;
const ROUNDS = 5;

test.use({ stackOptions: { webInstances: 2, apiInstances: 2 } });

for (const instances of [1, 2]) {
  test(`${REQUESTS} requests with one expired cookie on ${instances} web instance(s) make one rotation, ${ROUNDS} times`, async ({
    stack,
  }) => {
    test.setTimeout(180_000);
    let visitor = new Visitor(stack);
    await visitor.signIn(stack.accounts.user);
    const form = { ...(await visitor.formWith('/account/profile', 'name')), name: 'Dana Demo' };
    for (let round = 1; round <= ROUNDS; round += 1) {
      await visitor.outliveAccessToken();
      for (const relay of stack.relays) relay.reset();
      const urls = stack.webUrls.slice(0, instances);
      const storm = Array.from({ length: REQUESTS }, (_, index) => ({
        kind: KINDS[index % KINDS.length]!,
        copy: visitor.copy(urls[Math.floor(index / KINDS.length) % instances]),
      }));
      const wrong = await Promise.all(storm.map(({ kind, copy }) => problemWith(copy, form, kind)));
      expect(wrong.filter(Boolean), `round ${round}`).toEqual([]);

      const callsPerInstance = stack.relays.map((relay) => relay.callsTo('/v1/auth/refresh').length);
      for (const calls of callsPerInstance) expect(calls, `round ${round}`).toBeLessThanOrEqual(1);
      const successors = successorsIn(stack.relays.flatMap(({ calls }) => calls));
      expect(successors.size, `round ${round}`).toBe(1);
      const renewed = storm.filter(({ kind }) => kind !== 'clock').map(({ copy }) => copy);
      const received = await Promise.all(renewed.map(async (copy) => (await copy.sessionToken())?.refreshToken));
      expect(new Set(received), `round ${round}`).toEqual(successors);
      visitor = renewed[round % renewed.length]!;
    }
    for (const url of stack.webUrls) expect((await visitor.copy(url).request('/resources')).status).toBe(200);
  });
}

type Kind = 'page' | 'router' | 'action' | 'session' | 'clock';

/** In turn, as a busy page would send them. `clock` is a route handler that by design never renews. */
const KINDS: readonly Kind[] = [
  ...(['page', 'session', 'router', 'action', 'session'] as const),
  ...(['clock', 'session', 'action', 'session', 'session'] as const),
];

/** What an answer to somebody who is signed in contains. An action leads on, so it has no text. */
const EXPECTED: Record<Kind, RegExp> = {
  page: /Dana Demo/,
  router: /Dana Demo/,
  action: /^/,
  session: /"name":"Dana Demo"/,
  clock: /"endsInMs":\d+/,
};

/** What is wrong with the answer, if something is. */
async function problemWith(one: Visitor, form: Record<string, string>, kind: Kind): Promise<string | null> {
  const { status, text, headers } = await send(one, form, kind);
  if (status === (kind === 'action' ? 303 : 200) && EXPECTED[kind].test(text)) return null;
  return `${kind}: ${status} ${headers.get('location') ?? text.slice(0, 200)}`;
}

function send(one: Visitor, form: Record<string, string>, kind: Kind): Promise<Page> {
  if (kind === 'page') return one.request('/resources');
  if (kind === 'router') return one.routerRequest('/resources');
  if (kind === 'clock') return one.request('/session-clock');
  if (kind === 'session') return one.request('/api/auth/session');
  return one.request('/account/profile', { method: 'POST', body: formData(form) });
}
