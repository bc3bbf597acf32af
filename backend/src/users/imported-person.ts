import { textFault, tidyText } from '../http/text';
import { LOCALES } from '../locales';
import { canonicalEmail } from './email';
import type { NewUser } from './user-rows';
import { USER_NAME_MAX_LENGTH } from './users.dto';

/** What a row may say of somebody. Only the address must be there. */
export const IMPORT_COLUMNS = [
  'email',
  'name',
  'password_hash',
  'role',
  'email_verified',
  'disabled',
  'created_at',
  'locale',
] as const;

export type ImportedRow = Readonly<Partial<Record<(typeof IMPORT_COLUMNS)[number], unknown>>>;

/** What makes sense of a row is known elsewhere. */
export interface ImportRules {
  readonly roles: ReadonlySet<string>;
  readonly isKnownHash: (hash: string) => boolean;
  /** Epoch milliseconds. */
  readonly now: number;
}

export type ImportedPerson = Omit<NewUser, 'id'>;

/** @returns somebody to be imported, or in a sentence why not; never a value, which may be secret */
export function personFrom(row: ImportedRow, { roles, isKnownHash, now }: ImportRules): ImportedPerson | string {
  const email = canonicalEmail(textOf(row.email));
  if (email === null) return 'email is no plain e-mail address.';
  const name = tidyText(textOf(row.name) || email.slice(0, email.lastIndexOf('@')));
  const nameFault = textFault(name, { max: USER_NAME_MAX_LENGTH });
  if (nameFault) return `name: ${nameFault}`;
  const passwordHash = textOf(row.password_hash) || null;
  if (passwordHash !== null && !isKnownHash(passwordHash)) {
    return 'password_hash is of no scheme that is known here, or would cost too much to verify. Leave it out: the person then sets a password by mail.';
  }
  const roleKey = textOf(row.role) || 'USER';
  if (!roles.has(roleKey)) return 'role: there is no such role.';
  const [isVerified, isDisabled] = [truthOf(row.email_verified), truthOf(row.disabled)];
  if (isVerified === undefined || isDisabled === undefined) return 'email_verified and disabled are true or false.';
  const createdAt = textOf(row.created_at) === '' ? now : Date.parse(textOf(row.created_at));
  if (!(createdAt >= 0 && createdAt <= now)) return 'created_at is no moment of the past such as 2024-05-31T12:00:00Z.';
  const locale = textOf(row.locale) || null;
  if (locale !== null && !LOCALES.some((known) => known === locale)) return `locale is one of ${LOCALES.join(', ')}.`;
  const moments = { createdAt, emailVerifiedAt: isVerified ? now : null, disabledAt: isDisabled ? now : null };
  return { email, name, passwordHash, roleKey, locale, ...moments };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
}

const TRUTHS: Record<string, boolean> = {
  true: true,
  '1': true,
  yes: true,
  false: false,
  '0': false,
  no: false,
  '': false,
};

function truthOf(value: unknown): boolean | undefined {
  if (value === undefined || value === null) return false;
  return typeof value === 'boolean' ? value : TRUTHS[textOf(value).toLowerCase()];
}
