import { ApiProperty } from '@nestjs/swagger';
import { ArrayNotEmpty, ArrayUnique, IsArray, IsIn, IsInt, Matches, Max, Min } from 'class-validator';
import { type Permission, SCOPES } from '../access/permissions';
import { IdParam, UUID } from '../http/params';
import { Text } from '../http/text';
import { MayBeMissing } from '../http/validation';
import { API_KEY_NAME_MAX_LENGTH } from './api-key.entity';

const MAX_DAYS = 365;
const USUAL_DAYS = 30;

export class MakeApiKeyDto {
  /** What it is for, so that you know later which one to revoke. */
  @Text({ max: API_KEY_NAME_MAX_LENGTH })
  @ApiProperty({ example: 'nightly import' })
  name: string;

  /** What it may do, as far as you may: permissions that you hold yourself. */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(SCOPES, { each: true })
  @ApiProperty({ enum: SCOPES, isArray: true, example: ['resources:read', 'resources:create'] })
  scopes: Permission[];

  /** Whole days until it expires. */
  @MayBeMissing()
  @IsInt()
  @Min(1)
  @Max(MAX_DAYS)
  expiresInDays: number = USUAL_DAYS;
}

export class ApiKeyDto {
  id: string;
  name: string;
  /** How the key begins: by this it is found in a leak. */
  @ApiProperty({ example: 'lk_07yZqhRGM3IdXPmFhc2Vk1' })
  prefix: string;
  @ApiProperty({ enum: SCOPES, isArray: true, example: ['resources:read', 'resources:create'] })
  scopes: string[];
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ format: 'date-time' })
  expiresAt: string;
  /** Whether it opens nothing any more. Expired keys are listed for 30 days. */
  isExpired: boolean;
  /** To a minute; null when it was never used. */
  @ApiProperty({ format: 'date-time' })
  lastUsedAt: string | null;
  /** Address it was used from then. */
  lastUsedIp: string | null;
}

export class ApiKeyListDto {
  /** The newest first. */
  items: ApiKeyDto[];
}

export class ScopeDto {
  @ApiProperty({ enum: SCOPES })
  key: string;
  /** What a key with it may do. */
  meaning: string;
}

export class MyApiKeysDto extends ApiKeyListDto {
  /** What the caller can make a key for: what they may do themselves. */
  scopes: ScopeDto[];
}

export class MadeApiKeyDto extends ApiKeyDto {
  /** The key itself. It is shown this once and stored nowhere. */
  @ApiProperty({ example: 'lk_07yZqhRGM3IdXPmFhc2Vk1_<secret and checksum>' })
  key: string;
}

/** A key of a person. */
export class UserApiKeyParam extends IdParam {
  @Matches(UUID, { context: { problem: 'not_found' } })
  keyId: string;
}
