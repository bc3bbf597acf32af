import { IsIn, IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';
import { PROVIDER_IDS, type ProviderId } from '../config-providers';
import { MayBeMissing } from '../http/validation';

/** What a provider says of somebody, in its own words: never what the caller says of them. */
export class ProviderProofDto {
  /** From a provider of OpenID Connect, at most 10 minutes old. Good for one use. */
  @MayBeMissing()
  @IsString()
  @IsNotEmpty()
  @MaxLength(16_384)
  idToken?: string;

  /** With an id token: what the browser that asked for it was given to have in it. */
  @MayBeMissing()
  @IsString()
  @IsNotEmpty()
  @MaxLength(256)
  nonce?: string;

  /** From GitHub, with the scope `user:email`. Good for one use. */
  @MayBeMissing()
  @IsString()
  @IsNotEmpty()
  @MaxLength(255)
  accessToken?: string;
}

export class LinkIdentityDto extends ProviderProofDto {
  /** Whose word it is. */
  @IsIn([...PROVIDER_IDS])
  @ApiProperty({ enum: PROVIDER_IDS, example: 'google' })
  provider: ProviderId;
}

/** The provider in a path. One that does not exist answers like a missing thing. */
export class ProviderParam {
  @IsIn([...PROVIDER_IDS], { context: { problem: 'not_found' } })
  provider: ProviderId;
}

/** Another way to sign in. */
export class IdentityDto {
  id: string;
  @ApiProperty({ enum: PROVIDER_IDS, example: 'google' })
  provider: ProviderId;
  /** What the provider called their address when they signed in last. */
  @ApiProperty({ type: String, nullable: true, example: 'ada@example.com' })
  email: string | null;
  createdAt: string;
  /** Of the last sign-in with it, or of when it was linked. */
  @ApiProperty({ type: String, format: 'date-time', example: '2026-11-25T09:30:00.000Z' })
  lastUsedAt: string;
}

export class IdentityListDto {
  items: IdentityDto[];
  /** Whether there is a password to sign in with, too. */
  @ApiProperty({ example: true })
  hasPassword: boolean;
}
