import { IsNotEmpty, IsString, MaxLength } from 'class-validator';

const MAX_TOKEN_LENGTH = 256;

export class MailedTokenDto {
  /** From the link in the mail. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_TOKEN_LENGTH)
  token: string;
}
