import { IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { ApiGrants } from '../access/api-grants';
import type { Grants } from '../access/permissions';
import { MayBeMissing } from '../http/validation';
import { MAX_PASSWORD_LENGTH } from './passwords';

export class LoginDto {
  /** The address of the account, in any letter case. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(320)
  email: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(1024)
  password: string;
}

export class RefreshDto {
  /** The last refresh token that came. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(256)
  refreshToken: string;
}

export class LogoutDto {
  /** Needed only without a bearer access token. */
  @MayBeMissing()
  @IsString()
  @IsNotEmpty()
  @MaxLength(256)
  refreshToken?: string;
}

export class ReauthenticateDto {
  @IsString()
  @IsNotEmpty()
  @MaxLength(1024)
  password: string;
}

export class ChangePasswordDto {
  @IsString()
  @IsNotEmpty()
  @MaxLength(1024)
  currentPassword: string;

  /** At least 15 characters, of any kind. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_PASSWORD_LENGTH * 8)
  newPassword: string;
}

/** Who signed in. */
export class TokenUserDto {
  id: string;
  email: string;
  name: string;
  /** Key of the role. */
  role: string;
  /** Permission to reach: `own` or `any`. */
  @ApiGrants()
  permissions: Grants;
}

/** RFC 6749 section 5.1 in camelCase. Lifetimes are whole seconds. */
export class TokenPairDto {
  tokenType: 'Bearer';
  accessToken: string;
  expiresIn: number;
  /** Good for one exchange; keep the one that comes back. */
  refreshToken: string;
  refreshExpiresIn: number;
  user: TokenUserDto;
}
