import { IsNotEmpty, IsString, MaxLength } from 'class-validator';

const MAX_TYPED_PASSWORD_LENGTH = 1024;

export class DeleteMeDto {
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_TYPED_PASSWORD_LENGTH)
  currentPassword: string;
}
