import 'server-only';

import type { NextApiRequest, NextApiResponse } from 'next';
import NextAuth from 'next-auth';
import { cookies } from 'next/headers';

import { nextAuthOptions } from './next-auth-options';
import { expiredSessionCookie, liveSessionCookie, sessionCookieName, sessionCookieNames } from './session-cookie';

/** What NextAuth answered, as far as it matters here. */
interface Answer {
  body: unknown;
  /** Cookies by name; those it wants to have removed are empty. */
  cookies: Map<string, string>;
}

/**
 * Signs somebody in through NextAuth's credentials provider from within a server action, so that the form works without
 * scripts and its answer is a page of ours. The same two steps that a browser would take: fetch a token against forged
 * posts, then post the form with it.
 * @throws whatever the API or the way to it threw
 */
export async function signInWithCredentials(email: string, password: string): Promise<void> {
  const csrf = await callNextAuth('GET', ['csrf'], {});
  const { csrfToken } = csrf.body as { csrfToken: string };
  let refusal: unknown = new Error('NextAuth refused to sign in');
  const answer = await callNextAuth('POST', ['callback', 'credentials'], {
    cookies: Object.fromEntries(csrf.cookies),
    body: { csrfToken, email, password, json: 'true' },
    onRefusal: (reason) => (refusal = reason),
  });
  const value = answer.cookies.get(sessionCookieName());
  if (!value) throw refusal;
  const jar = await cookies();
  for (const name of sessionCookieNames(jar.getAll())) jar.set(expiredSessionCookie(name));
  jar.set(liveSessionCookie(value));
}

interface Call {
  cookies?: Record<string, string>;
  body?: Record<string, string>;
  onRefusal?: (reason: unknown) => void;
}

/** NextAuth takes requests in the form of Node's as well as the web's; this one needs no network and no real request. */
async function callNextAuth(method: string, nextauth: string[], call: Call): Promise<Answer> {
  const { cookies: sent = {}, body, onRefusal } = call;
  const answer: Answer = { body: undefined, cookies: new Map() };
  const request = { method, query: { nextauth }, cookies: sent, headers: {}, body };
  await NextAuth(request as unknown as NextApiRequest, collectInto(answer), nextAuthOptions({ onRefusal }));
  return answer;
}

function collectInto(answer: Answer): NextApiResponse {
  const headers = new Map<string, unknown>();
  const response = {
    status: () => response,
    getHeader: (name: string) => headers.get(name.toLowerCase()),
    setHeader(name: string, value: unknown) {
      headers.set(name.toLowerCase(), value);
      if (name.toLowerCase() === 'set-cookie') answer.cookies = cookiesOf(value as string[]);
      return response;
    },
    send: (body: unknown) => (answer.body = body),
    json: (body: unknown) => (answer.body = body),
    end: () => response,
  };
  return response as unknown as NextApiResponse;
}

function cookiesOf(headers: readonly string[]): Map<string, string> {
  return new Map(
    headers.map((header) => {
      const pair = header.split(';', 1)[0] ?? '';
      const separator = pair.indexOf('=');
      return [pair.slice(0, separator), decodeURIComponent(pair.slice(separator + 1))];
    }),
  );
}
