import 'server-only';

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

import { cookies } from 'next/headers';
import { z } from 'zod';

import { env } from '@/lib/env';

/** As long as browsers keep a cookie at all. */
const MAX_AGE_SECONDS = 400 * 86_400;
/** People who share a device. */
const MAX_ACCOUNTS = 10;

const Device = z.object({ id: z.string(), accounts: z.array(z.string()) });

/**
 * Remembers on which devices somebody has signed in: there they get in while others guess their password elsewhere.
 * Nothing else is decided by it. Whose accounts they are cannot be read from the cookie.
 * @returns the device's id, if this account has signed in on it before
 */
export async function knownDevice(email: string): Promise<string | null> {
  const device = await readDevice();
  return device?.accounts.includes(accountHash(email)) ? device.id : null;
}

/** The account has proven itself on this device. */
export async function rememberDevice(email: string): Promise<void> {
  const { id = randomBytes(16).toString('base64url'), accounts = [] } = (await readDevice()) ?? {};
  const account = accountHash(email);
  const kept = [account, ...accounts.filter((other) => other !== account)].slice(0, MAX_ACCOUNTS);
  const payload = Buffer.from(JSON.stringify({ id, accounts: kept })).toString('base64url');
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure: env().isHttps } as const;
  (await cookies()).set(cookieName(), `${payload}.${macOf(payload)}`, { ...options, maxAge: MAX_AGE_SECONDS });
}

async function readDevice(): Promise<z.output<typeof Device> | null> {
  const [payload = '', mac = ''] = ((await cookies()).get(cookieName())?.value ?? '').split('.');
  const [given, expected] = [Buffer.from(mac), Buffer.from(macOf(payload))];
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const parsed = Device.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  return parsed.success ? parsed.data : null;
}

function cookieName(): string {
  return `${env().isHttps ? '__Host-' : ''}latchkey.device`;
}

function macOf(payload: string): string {
  return createHmac('sha256', env().webClientSecret).update(`device.${payload}`).digest('base64url');
}

/** One account in all spellings that people type; short, because a collision would do no more than open an easier queue. */
function accountHash(email: string): string {
  const account = email.trim().normalize('NFC').toLowerCase();
  return createHmac('sha256', env().webClientSecret)
    .update(`device-account.${account}`)
    .digest('base64url')
    .slice(0, 16);
}
