import type { useTranslations } from 'next-intl';

import type { IconName } from '@/components/icon';
import { readUserAgent, type Device } from '@/lib/user-agent';

type Translator = ReturnType<typeof useTranslations<'sessions'>>;

/** "Firefox on Windows", or as much of it as is known. */
export function deviceName(userAgent: string, t: Translator): string {
  const { browser, system, kind } = readUserAgent(userAgent);
  if (browser && system) return t('device.both', { browser, system });
  if (browser || system) return browser ?? system ?? '';
  // A program names itself in its first word: "curl/8.5.0".
  const program = kind === 'program' ? /^[\w.-]{2,40}/.exec(userAgent)?.[0] : undefined;
  return program ?? t('device.unknown');
}

const ICONS: Record<Device['kind'], IconName> = {
  desktop: 'desktop',
  phone: 'phone',
  tablet: 'tablet',
  program: 'globe',
};

export function deviceIcon(userAgent: string): IconName {
  return ICONS[readUserAgent(userAgent).kind];
}
