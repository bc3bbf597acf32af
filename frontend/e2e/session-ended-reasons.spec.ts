import { setTimeout as wait } from 'node:timers/promises';

import { sessionCookies } from './cookies';
import { expect, test } from './fixtures';
import { ApiCaller, type TokenPair } from './people';
import type { Stack } from './stack';

const RETRY_MS = 1_000;
const IDLE_MS = 60_000;
/** As many as the API lets one person have. */
const MOST_SESSIONS = 50;

test.use({
  stackOptions: {
    env: { REFRESH_RETRY_SECONDS: String(RETRY_MS / 1000), REFRESH_TOKEN_TTL_SECONDS: String(IDLE_MS / 1000) },
  },
});

/** What happens to the session behind the browser's back, and what its person reads. */
const ENDS: [reason: string, words: string, end: (stack: Stack) => Promise<void>][] = [
  ['replayed', 'already been replaced was used again', replay],
  ['revoked', 'ended from your list of devices, or by an administrator', revoke],
  ['superseded', 'You signed in on many devices since', signInManyTimes],
  ['expired', 'not used for a long time', () => wait(IDLE_MS + 500)],
  ['deleted', 'Your account is about to be deleted', deleteAccount],
  // Last: nobody signs in after it.
  ['disabled', 'Your account has been disabled', disable],
];

for (const [reason, words, end] of ENDS) {
  test(`a session that is over says why: ${reason}`, async ({ page, signInByForm, stack }) => {
    test.setTimeout(120_000);
    await signInByForm(page, stack.accounts.user);
    await expect(page.getByRole('heading', { level: 1, name: 'Resources' })).toBeVisible();
    await page.goto('about:blank');
    await end(stack);
    await page.goto(`${stack.url}/resources?sort=title`);
    await expect(page).toHaveURL(`${stack.url}/sign-in?reason=${reason}&next=%2Fresources%3Fsort%3Dtitle`);
    await expect(page.getByRole('status')).toContainText(words);
    expect(await sessionCookies(page.context())).toEqual([]);
  });
}

/** A refresh token is used after its successor was, as a thief would. */
async function replay(stack: Stack): Promise<void> {
  const { refreshToken: stolen } = ownTokens(stack);
  const successor = (await (await refresh(stack, stolen)).json()) as TokenPair;
  await new ApiCaller(stack, successor).call('GET', '/v1/me');
  await wait(RETRY_MS + 200);
  expect((await refresh(stack, stolen)).status).toBe(401);
}

async function revoke(stack: Stack): Promise<void> {
  const admin = await ApiCaller.signIn(stack, stack.accounts.admin);
  await admin.call('DELETE', `/v1/users/${ownTokens(stack).user.id}/sessions`);
}

async function signInManyTimes(stack: Stack): Promise<void> {
  for (let times = 0; times < MOST_SESSIONS; times += 1) await ApiCaller.signIn(stack, stack.accounts.user);
}

async function deleteAccount(stack: Stack): Promise<void> {
  const { user } = stack.accounts;
  await (await ApiCaller.signIn(stack, user)).call('DELETE', '/v1/me', { currentPassword: user.password });
}

async function disable(stack: Stack): Promise<void> {
  const admin = await ApiCaller.signIn(stack, stack.accounts.admin);
  await admin.call('PATCH', `/v1/users/${ownTokens(stack).user.id}`, { disabled: true });
}

/** The pair that the web app was given for the person who signed in first. */
function ownTokens({ relay }: Stack): TokenPair {
  return JSON.parse(relay.callsTo('/v1/auth/login').at(-1)?.answer ?? '{}') as TokenPair;
}

function refresh({ apiUrl }: Stack, refreshToken: string): Promise<Response> {
  const headers = { 'Content-Type': 'application/json' };
  return fetch(`${apiUrl}/v1/auth/refresh`, { method: 'POST', headers, body: JSON.stringify({ refreshToken }) });
}
