import 'server-only';

import type { NextApiRequest, NextApiResponse } from 'next';
import NextAuth from 'next-auth';

import { nextAuthOptions } from './next-auth-options';

/** What NextAuth answered, as far as it matters here. */
export interface NextAuthAnswer {
  body: unknown;
  /** Cookies by name; those it wants to have removed are empty. */
  cookies: Map<string, string>;
}

interface Call {
  cookies?: Record<string, string>;
  body?: Record<string, string>;
  onRefusal?: (reason: unknown) => void;
}

/**
 * Posts a form to one of NextAuth's doors from within a server action, so that it works without scripts and its answer is a
 * page of ours. The same two steps that a browser would take: fetch a token against forged posts, then post the form with it.
 */
export async function postToNextAuth(
  nextauth: string[],
  body: Record<string, string>,
  onRefusal?: (reason: unknown) => void,
): Promise<NextAuthAnswer> {
  const csrf = await callNextAuth('GET', ['csrf'], {});
  const { csrfToken } = csrf.body as { csrfToken: string };
  return callNextAuth('POST', nextauth, {
    cookies: Object.fromEntries(csrf.cookies),
    body: { ...body, csrfToken, json: 'true' },
    onRefusal,
  });
}

/** NextAuth takes requests in the form of Node's as well as the web's; this one needs no network and no real request. */
async function callNextAuth(method: string, nextauth: string[], call: Call): Promise<NextAuthAnswer> {
  const { cookies: sent = {}, body, onRefusal } = call;
  const answer: NextAuthAnswer = { body: undefined, cookies: new Map() };
  const request = { method, query: { nextauth }, cookies: sent, headers: {}, body };
  await NextAuth(request as unknown as NextApiRequest, collectInto(answer), nextAuthOptions({ onRefusal }));
  return answer;
}

function collectInto(answer: NextAuthAnswer): NextApiResponse {
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
