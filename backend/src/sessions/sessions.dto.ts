import { ApiProperty } from '@nestjs/swagger';

/** One sign-in. */
export class SessionDto {
  id: string;
  /** Whether it is the session that asks. */
  current: boolean;
  /** As the browser or program named itself at sign-in. */
  userAgent: string;
  /** Address at sign-in. */
  ip: string;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  /** When its tokens were last renewed. */
  @ApiProperty({ format: 'date-time' })
  lastUsedAt: string;
  /** It ends then, if it is not used before. */
  @ApiProperty({ format: 'date-time' })
  idleExpiresAt: string;
  /** It ends then in any case. */
  @ApiProperty({ format: 'date-time' })
  expiresAt: string;
}

export class SessionListDto {
  items: SessionDto[];
}
