import 'server-only';

import { cookies } from 'next/headers';

import { env } from '@/lib/env';

import type { LinkPurpose } from './link-purposes';

/** Long enough to read a page and choose a password. */
const MAX_AGE_SECONDS = 30 * 60;

/** One for each purpose, so that the links of two mails do not get in each other's way. */
function nameOf(purpose: LinkPurpose): string {
  return `${env().isHttps ? '__Host-' : ''}latchkey.link.${purpose}`;
}

/** Keeps the token of a link out of addresses, where history, logs and other sites could see it. */
export async function keepLink(purpose: LinkPurpose, token: string): Promise<void> {
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure: env().isHttps } as const;
  (await cookies()).set(nameOf(purpose), token, { ...options, maxAge: MAX_AGE_SECONDS });
}

export async function readLink(purpose: LinkPurpose): Promise<string | undefined> {
  return (await cookies()).get(nameOf(purpose))?.value;
}

export async function forgetLink(purpose: LinkPurpose): Promise<void> {
  await keepLink(purpose, '');
  (await cookies()).delete({ name: nameOf(purpose), path: '/', secure: env().isHttps });
}
