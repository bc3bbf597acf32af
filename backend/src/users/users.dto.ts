import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { ApiGrants } from '../access/api-grants';
import type { Grants } from '../access/permissions';
import { PageQuery } from '../http/pagination';
import { Text } from '../http/text';
import { MayBeMissing } from '../http/validation';
import { type Locale, LOCALES } from '../locales';

/** In characters. */
export const USER_NAME_MAX_LENGTH = 100;
export const ROLE_KEY_MAX_LENGTH = 64;

/** `disabled`: may not sign in; `unverified`: the e-mail address is not proven yet; `active`: neither. */
export type UserStatus = 'active' | 'unverified' | 'disabled';
const STATUSES: readonly UserStatus[] = ['active', 'unverified', 'disabled'];

export type UserSort =
  'name' | '-name' | 'email' | '-email' | 'createdAt' | '-createdAt' | 'lastLoginAt' | '-lastLoginAt';
const SORTS: readonly UserSort[] = [
  'name',
  '-name',
  'email',
  '-email',
  'createdAt',
  '-createdAt',
  'lastLoginAt',
  '-lastLoginAt',
];

export class UsersQuery extends PageQuery {
  /**
   * Finds people who have, for each of its words, a word in their name or e-mail address that begins with it, whatever
   * case and accents. Also by id, or the first 8 characters of it.
   */
  @IsOptional()
  @Text({ min: 0, max: 254 })
  search?: string;

  /** Key of a role. */
  @IsOptional()
  @Text({ min: 0, max: ROLE_KEY_MAX_LENGTH })
  role?: string;

  @IsOptional()
  @IsIn(STATUSES)
  status?: UserStatus;

  /** `-` in front reverses. Somebody who never signed in counts as earlier than everybody who did. */
  @IsOptional()
  @IsIn(SORTS)
  sort: UserSort = '-createdAt';
}

export class UpdateUserDto {
  @MayBeMissing()
  @Text({ max: USER_NAME_MAX_LENGTH })
  name?: string;

  /** `true` signs the person out everywhere and keeps them out; `false` lets them in again. */
  @MayBeMissing()
  @IsBoolean()
  disabled?: boolean;
}

export class UpdateMeDto {
  @MayBeMissing()
  @Text({ max: USER_NAME_MAX_LENGTH })
  name?: string;

  /** Language of the mails to you. */
  @MayBeMissing()
  @IsIn(LOCALES)
  @ApiProperty({ enum: LOCALES, required: false })
  locale?: Locale;
}

export class SetRoleDto {
  /** Key of a role, from `GET /v1/roles`. */
  @Text({ max: ROLE_KEY_MAX_LENGTH })
  role: string;
}

export class UserDto {
  id: string;
  /** In its canonical spelling. */
  email: string;
  name: string;
  /** Key of the role, e.g. `ADMIN`. */
  role: string;
  status: UserStatus;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  /** Null for somebody who never signed in. */
  @ApiProperty({ format: 'date-time' })
  lastLoginAt: string | null;
  /** When the account and what belongs to it is erased, unless that is taken back before; null when it is not to be. */
  @ApiProperty({ format: 'date-time' })
  eraseAt: string | null;
}

export class MeDto extends UserDto {
  /** Language of the mails to you; null when you never chose one. */
  locale: string | null;
  /** When you chose your password; null when that is not known. */
  @ApiProperty({ format: 'date-time' })
  passwordChangedAt: string | null;
  /** What you may do: permission to reach. A permission that is not there is not granted. */
  @ApiGrants()
  permissions: Grants;
}

export class UserPageDto {
  items: UserDto[];
  /** `cursor` of the next page; null on the last one. */
  nextCursor: string | null;
  /** How many people the filters fit, on all pages. Counted up to 1,000, so that a page costs the same among millions. */
  total: number;
  /** False when there are more than `total`. */
  isTotalExact: boolean;
}
