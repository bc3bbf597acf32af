import 'server-only';

import type { Account, User } from 'next-auth';
import { decode } from 'next-auth/jwt';
import { cookies } from 'next/headers';

import { apiFor } from '@/lib/api';
import { clientFor } from '@/lib/api-transport';
import { env } from '@/lib/env';
import { log } from '@/lib/log';
import { ApiProblem } from '@/lib/problem';
import { callContext } from '@/lib/request-context';
import type { ProviderId } from '@/lib/sign-in-providers';

import { knownDevice, rememberDevice } from './device-cookie';
import { startWebSession } from './log-in';
import { linkingCookie, providerCookies } from './provider-cookies';
import { readSessionToken } from './session';
import type { SignInReason } from './sign-in-reasons';

const METHODS_PAGE = '/account/sign-in-methods';

/**
 * What becomes of somebody who comes back from a provider with its word. Called by NextAuth, after it has compared state,
 * PKCE and nonce.
 * @returns true to sign them in, or where to lead them
 */
export async function finishAtProvider(user: User, account: Account): Promise<true | string> {
  const provider = account.provider as ProviderId;
  const jar = await cookies();
  const linking = linkingCookie(null);
  const begunBy = jar.get(linking.name)?.value ?? '';
  const isLinking = begunBy !== '';
  jar.set(linking);
  try {
    const proof = await proofOf(account);
    if (isLinking) return await link(provider, proof, begunBy);
    const email = emailIn(account.id_token) ?? provider;
    const context = { ...(await callContext()), device: await knownDevice(email) };
    const pair = await clientFor(context).post('/v1/auth/oauth/{provider}', { path: { provider }, body: proof });
    await rememberDevice(email);
    await rememberDevice(pair.user.email);
    user.sessionToken = await startWebSession(pair);
    return true;
  } catch (error) {
    if (!(error instanceof ApiProblem)) log('warn', 'provider_sign_in', { code: 'unavailable' });
    return failureOf(error, isLinking);
  }
}

/** Lets the API record that somebody came back with nothing. What it answers is known. */
export async function reportEmptyReturn(provider: ProviderId): Promise<void> {
  const api = clientFor(await callContext());
  await api.post('/v1/auth/oauth/{provider}', { path: { provider }, body: {} }).catch(() => undefined);
}

async function link(provider: ProviderId, proof: object, begunBy: string): Promise<string> {
  const token = await readSessionToken();
  if (!token) return '/sign-in';
  if (token.sessionId !== begunBy) return `${METHODS_PAGE}?problem=failed`;
  const api = await apiFor(token, { leadToSessionEnd: false });
  await api.post('/v1/me/identities', { body: { provider, ...proof } });
  return `${METHODS_PAGE}?done=linked`;
}

/** The provider's own word, and with an id token the nonce that this browser was given. */
async function proofOf({ provider, id_token: idToken, access_token: accessToken }: Account) {
  if (provider === 'github') return { accessToken };
  const { name } = providerCookies().nonce;
  const token = (await cookies()).get(name)?.value;
  const kept = await decode({ token, secret: env().nextAuthSecret, salt: name });
  return { idToken, nonce: typeof kept?.value === 'string' ? kept.value : undefined };
}

/** For the device cookie alone: nothing is decided by it. */
function emailIn(idToken: string | undefined): string | undefined {
  const payload = Buffer.from(idToken?.split('.')[1] ?? '', 'base64url').toString('utf8');
  const { email } = JSON.parse(payload || '{}') as { email?: unknown };
  return typeof email === 'string' ? email : undefined;
}

const REASONS: ReadonlyMap<string, SignInReason> = new Map([
  ['account_exists', 'provider-account-exists'],
  ['email_not_verified', 'provider-unverified'],
  ['invalid_credentials', 'provider-refused'],
  ['invalid_proof', 'provider-failed'],
  ['too_many_requests', 'provider-too-many'],
]);

function failureOf(error: unknown, isLinking: boolean): string {
  const code = error instanceof ApiProblem ? error.code : 'unavailable';
  if (!isLinking) return `/sign-in?reason=${REASONS.get(code) ?? 'provider-away'}`;
  if (code === 'reauthentication_required') return `/confirm-password?next=${METHODS_PAGE}`;
  return `${METHODS_PAGE}?problem=${code === 'conflict' ? 'taken' : 'failed'}`;
}
