import 'server-only';

import type { NextAuthOptions, Session } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';

import { env } from '@/lib/env';
import { log } from '@/lib/log';
import { requestContext } from '@/lib/request-context';

import { logIn } from './log-in';
import { providerCookies } from './provider-cookies';
import { finishAtProvider } from './provider-return';
import { oauthConfigOf } from './provider-options';
import { ownPath } from './own-path';
import { sessionCookieName, sessionCookieOptions } from './session-cookie';
import { endSession } from './session-end';
import { asSessionToken, COOKIE_MAX_AGE_SECONDS, type SessionToken } from './session-token';

interface Options {
  /** Hears why the API refused somebody. NextAuth itself passes on no more than a word in an address. */
  onRefusal?: (reason: unknown) => void;
}

/** NextAuth's cookie against forged posts of its own forms. */
export function csrfCookieName(): string {
  return env().isHttps ? '__Host-latchkey.csrf' : 'latchkey.csrf';
}

/**
 * How NextAuth is used here: it signs people in and tells the browser who they are. It never renews: its `jwt` callback
 * runs in many requests at once and cannot give the new cookie to server components. @see renewal.ts
 */
export function nextAuthOptions({ onRefusal }: Options = {}): NextAuthOptions {
  const { nextAuthSecret, isHttps, providers } = env();
  return {
    secret: nextAuthSecret,
    useSecureCookies: isHttps,
    session: { strategy: 'jwt', maxAge: COOKIE_MAX_AGE_SECONDS },
    pages: { signIn: '/sign-in', signOut: '/sign-out', error: '/sign-in' },
    providers: [
      CredentialsProvider({
        credentials: { email: { label: 'E-mail', type: 'email' }, password: { label: 'Password', type: 'password' } },
        async authorize(credentials) {
          try {
            const sessionToken = await logIn(credentials?.email ?? '', credentials?.password ?? '');
            return { id: sessionToken.sub, sessionToken };
          } catch (reason) {
            onRefusal?.(reason);
            return null;
          }
        },
      }),
      ...providers.map(oauthConfigOf),
    ],
    callbacks: {
      signIn: ({ user, account }) => account?.type !== 'oauth' || finishAtProvider(user, account),
      // Stores what sign-in brought and does nothing else; what a client posts with `update` is not looked at.
      jwt: ({ token, user }) => (user ? { ...user.sessionToken } : token),
      session: ({ session, token }) => browserSession(asSessionToken(token), session.expires),
      redirect: ({ url, baseUrl }) => baseUrl + ownPath(url),
    },
    events: {
      async signOut({ token }) {
        await endSession(asSessionToken(token));
      },
    },
    cookies: {
      sessionToken: { name: sessionCookieName(), options: sessionCookieOptions() },
      csrfToken: { name: csrfCookieName(), options: sessionCookieOptions() },
      ...providerCookies(),
    },
    logger: {
      // The code alone: what NextAuth adds may quote a cookie or an address with a query.
      error: (code) => log('error', 'next_auth', { code }),
      warn: (code) => log('warn', 'next_auth', { code }),
      debug: () => {},
    },
  };
}

/** The browser's view of the session: field by field, so that nothing comes along by accident. */
async function browserSession(token: SessionToken, expires: string): Promise<Session> {
  const { sub, name, email, role, permissions, accessToken } = token;
  const { renewal } = await requestContext();
  return {
    user: { id: sub, name, email, role, permissions },
    expires,
    ...(renewal === 'ended' && { error: 'SessionEnded' }),
    ...(renewal === 'unavailable' && { error: 'Unavailable' }),
    ...(env().exposeAccessToken && { accessToken }),
  };
}
