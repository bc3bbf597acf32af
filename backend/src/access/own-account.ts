import type { OwnAccount } from './actor';

/** What is read of the caller's account. Moments are epoch milliseconds. */
export interface AccountRow {
  user_id: string;
  role_key: string;
  grants: string;
  email: string;
  name: string;
  locale: string | null;
  email_verified_at: number | null;
  erase_at: number | null;
  password_changed_at: number | null;
  created_at: number;
  last_login_at: number | null;
}

/** The columns of an {@link AccountRow} but `user_id`, from `users u` and `roles r`. */
export const ACCOUNT_COLUMNS = `u.role_key, r.grants, u.email, u.name, u.locale, u.email_verified_at, u.erase_at,
         u.password_changed_at, u.created_at, u.last_login_at`;

export function accountOf(row: AccountRow): OwnAccount {
  return {
    email: row.email,
    name: row.name,
    locale: row.locale,
    emailVerifiedAt: row.email_verified_at,
    eraseAt: row.erase_at,
    passwordChangedAt: row.password_changed_at,
    createdAt: row.created_at,
    lastLoginAt: row.last_login_at,
  };
}
