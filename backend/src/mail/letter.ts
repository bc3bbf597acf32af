import { type Locale, LOCALES } from '../locales';
import { htmlOf, textOf } from './layout';
import type { Mail, MailData, MailKind } from './mails';
import type { Letter } from './transport';
import { DE } from './texts-de';
import { EN } from './texts-en';

/** What a mail says, before it has a shape. */
export interface Content {
  /** Nothing personal: it is shown on locked screens. */
  subject: string;
  /** What lists of mails show after the subject. */
  preview: string;
  greeting: string;
  paragraphs: string[];
  /** The one thing to do. */
  button?: { label: string; href: string };
  /** What happened, as names and values. */
  facts?: (readonly [name: string, value: string])[];
  /** What to do if it was somebody else, and how long it holds. */
  notes: string[];
  /** Why one gets this at all. */
  footer: string;
}

/** Addresses of the web app that mails lead to. */
export interface Links {
  /** With the token of the mail. */
  readonly link: string;
  readonly signIn: string;
  readonly forgotPassword: string;
  readonly security: string;
  readonly apiKeys: string;
}

/** The mails in one language. */
export type Texts = { [Kind in MailKind]: (data: MailData[Kind], links: Links) => Omit<Content, 'footer'> } & {
  footer: string;
  /** Before the address in the text of a link, for when a button does not work. */
  orCopy: string;
};

const TEXTS: Record<Locale, Texts> = { en: EN, de: DE };

/** Purposes of links by the mail that carries them. @see LIFETIMES_MS */
const PURPOSES: Partial<Record<MailKind, string>> = {
  'verify-email': 'verify-email',
  'reset-password': 'reset-password',
  invitation: 'invitation',
  'confirm-email': 'confirm-email',
  'email-changed': 'undo-email',
  'deletion-scheduled': 'keep-account',
};

/** Puts a mail into words. @param token of its link, if it has one */
export function letterOf(
  { kind, locale, data }: Pick<Mail, 'kind' | 'locale' | 'data'>,
  { webUrl, token }: { webUrl: string; token: string | undefined },
): Pick<Letter, 'subject' | 'text' | 'html'> {
  const language = LOCALES.find((each) => each === locale) ?? LOCALES[0];
  const { footer, orCopy, ...texts } = TEXTS[language];
  const links: Links = {
    link: `${webUrl}/link/${PURPOSES[kind] ?? ''}?token=${token ?? ''}`,
    signIn: `${webUrl}/sign-in`,
    forgotPassword: `${webUrl}/forgot-password`,
    security: `${webUrl}/account/security`,
    apiKeys: `${webUrl}/account/api-keys`,
  };
  const write = texts[kind] as (data: unknown, links: Links) => Omit<Content, 'footer'>;
  const content: Content = { ...write(data, links), footer };
  return { subject: content.subject, text: textOf(content), html: htmlOf(content, { language, orCopy }) };
}
