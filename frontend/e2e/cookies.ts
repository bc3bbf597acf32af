import type { BrowserContext, Cookie } from '@playwright/test';

/** The cookies that have to do with being signed in. That a device is known outlives every session. */
export async function sessionCookies(context: BrowserContext): Promise<Cookie[]> {
  return (await context.cookies()).filter(({ name }) => !name.endsWith('latchkey.device'));
}
