/** Languages that mails are written in. The first one is for those who never chose. */
export const LOCALES = ['en', 'de'] as const;
export type Locale = (typeof LOCALES)[number];
