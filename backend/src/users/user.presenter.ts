import type { Grants } from '../access/permissions';
import type { MeDto, UserDto, UserStatus } from './users.dto';

/** What is read of a user to show one; moments are epoch milliseconds. */
export interface UserRow {
  id: string;
  email: string;
  name: string;
  role: string;
  emailVerifiedAt: number | null;
  disabledAt: number | null;
  eraseAt: number | null;
  passwordChangedAt: number | null;
  createdAt: number;
  lastLoginAt: number | null;
  locale: string | null;
}

/** The columns of a {@link UserRow}, from `users u`. */
export const USER_COLUMNS = `u.id, u.email, u.name, u.role_key AS role, u.email_verified_at AS emailVerifiedAt,
  u.disabled_at AS disabledAt, u.erase_at AS eraseAt, u.password_changed_at AS passwordChangedAt, u.created_at AS createdAt, u.last_login_at AS lastLoginAt, u.locale`;

export function presentUser(user: UserRow): UserDto {
  return {
    id: user.id,
    email: user.email,
    name: user.name,
    role: user.role,
    status: statusOf(user),
    createdAt: new Date(user.createdAt).toISOString(),
    lastLoginAt: isoOf(user.lastLoginAt),
    eraseAt: isoOf(user.eraseAt),
  };
}

function isoOf(moment: number | null): string | null {
  return moment === null ? null : new Date(moment).toISOString();
}

export function presentMe(user: UserRow, permissions: Grants): MeDto {
  const { locale, passwordChangedAt } = user;
  return Object.assign(presentUser(user), { locale, passwordChangedAt: isoOf(passwordChangedAt), permissions });
}

export function statusOf(user: Pick<UserRow, 'emailVerifiedAt' | 'disabledAt'>): UserStatus {
  if (user.disabledAt !== null) return 'disabled';
  return user.emailVerifiedAt === null ? 'unverified' : 'active';
}
