import type { Locale, Messages } from './messages';

declare module 'next-intl' {
  /** A misspelt message key does not compile. */
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}
