import { getRequestConfig } from 'next-intl/server';

import { DEFAULT_LOCALE, messagesOf } from './messages';

/** One language so far. Where the person's choice will be read (cookie, then `Accept-Language`), read it here. */
export default getRequestConfig(async () => ({
  locale: DEFAULT_LOCALE,
  timeZone: 'UTC',
  messages: await messagesOf(DEFAULT_LOCALE),
}));
