import { parse } from 'bowser';
import type { ClientInfo } from '../http/client-info';
import type { Locale } from '../locales';
import type { Occasion } from './mails';

/** What somebody is told of something that came from there. @param at epoch milliseconds */
export function occasionOf(name: string, { ip, userAgent }: ClientInfo, at: number): Occasion {
  return { name, at, ip, userAgent };
}

/** The device, address and moment of something that happened, in words. */
export function wordsFor(
  { at, ip, userAgent }: Occasion,
  locale: Locale,
  unknown: string,
): Record<'when' | 'where' | 'device', string> {
  return { when: momentIn(locale, at), where: ip || unknown, device: deviceOf(userAgent) ?? unknown };
}

/** In UTC and saying so: whoever reads it may be anywhere. @param at epoch milliseconds */
export function momentIn(locale: Locale, at: number): string {
  return (
    new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(at) + ' UTC'
  );
}

/** @param at epoch milliseconds */
export function dayIn(locale: Locale, at: number): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(at);
}

function deviceOf(userAgent: string): string | undefined {
  if (userAgent === '') return undefined;
  const { browser, os } = parse(userAgent);
  const parts = [browser.name, os.name].filter(Boolean);
  // What is no browser names itself first, such as `curl/8.5.0`.
  return parts.length > 0 ? parts.join(', ') : userAgent.split(/[\s/]/)[0];
}
