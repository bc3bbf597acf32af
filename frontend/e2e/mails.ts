import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Stack } from './stack';

/** A mail that the API kept in its folder, because the stack has no mail server. */
export interface KeptMail {
  id: string;
  to: string;
  subject: string;
  text: string;
}

/** Waits for the newest mail to an address with these words in its subject. */
export async function mailTo(folder: string, address: string, subject: string): Promise<KeptMail> {
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline) {
    const found = mailsIn(folder).findLast((mail) => mail.to === address && mail.subject.includes(subject));
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(
    `No mail to ${address} about "${subject}". There are: ${JSON.stringify(mailsIn(folder).map(({ to, subject: about }) => [to, about]))}`,
  );
}

/** Asks for a mail that holds a link for a new password. */
export async function recoveryMailFor(stack: Stack, email: string): Promise<KeptMail> {
  await fetch(new URL('/v1/auth/forgot-password', stack.apiUrl), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email }),
  });
  return mailTo(stack.mailFolder, email, 'Set a new password');
}

/** The address of the link in a mail. */
export function linkIn({ text }: KeptMail): string {
  const link = /https?:\/\/\S+\/link\/\S+/.exec(text)?.[0];
  if (!link) throw new Error(`There is no link in the mail:\n${text}`);
  return link;
}

function mailsIn(folder: string): KeptMail[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return names.toSorted().map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as KeptMail);
}
