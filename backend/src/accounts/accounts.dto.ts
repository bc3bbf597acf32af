import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { MAX_PASSWORD_LENGTH } from '../auth/passwords';
import { Text } from '../http/text';
import { MayBeMissing } from '../http/validation';
import { type Locale, LOCALES } from '../locales';
import { MailedTokenDto } from '../mailed-tokens/mailed-token.dto';
import {
  MAILED_TOKEN_STATES,
  type MailedTokenPurpose,
  type MailedTokenState,
  PURPOSES,
} from '../mailed-tokens/mailed-tokens';
import { Email } from '../users/email-field';
import { ROLE_KEY_MAX_LENGTH, USER_NAME_MAX_LENGTH } from '../users/users.dto';

const MAX_TYPED_PASSWORD_LENGTH = 1024;

/** The address that somebody asks a mail for. */
export class AddressDto {
  @Email()
  email: string;
}

export class RegisterDto extends AddressDto {
  /** At least 15 characters, of any kind. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_PASSWORD_LENGTH * 8)
  password: string;

  @Text({ max: USER_NAME_MAX_LENGTH })
  name: string;

  /** Language of the mails. */
  @MayBeMissing()
  @IsIn(LOCALES)
  locale?: Locale;
}

export class RegisteredDto {
  /** The same whether or not somebody has the address. */
  status: 'verification_sent';
}

export class ResetPasswordDto extends MailedTokenDto {
  /** At least 15 characters, of any kind. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_PASSWORD_LENGTH * 8)
  newPassword: string;
}

export class InspectTokenDto extends MailedTokenDto {
  @IsIn(PURPOSES)
  purpose: MailedTokenPurpose;
}

export class InspectedTokenDto {
  /** Why the link is of no use, or `usable`. */
  @ApiProperty({ enum: MAILED_TOKEN_STATES })
  state: MailedTokenState;
  /** Of the account, or the one that the link is about; only of a usable link. */
  email?: string;
  /** Of the person; only of a usable link. */
  name?: string;
}

export class ChangeEmailDto {
  @Email()
  newEmail: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_TYPED_PASSWORD_LENGTH)
  currentPassword: string;
}

export class InviteDto extends AddressDto {
  @Text({ max: USER_NAME_MAX_LENGTH })
  name: string;

  /** Key of a role that may do no more than you; `USER` if nothing is said. Others take `users:set-role` and a recent proof. */
  @MayBeMissing()
  @Text({ max: ROLE_KEY_MAX_LENGTH })
  role?: string;
}
