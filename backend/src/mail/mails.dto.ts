import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { PageQuery } from '../http/pagination';

/** `pending`: waits to be sent; `sent`: the mail server has it; `dead`: given up. */
export type MailStatus = 'pending' | 'sent' | 'dead';
export const MAIL_STATUSES: readonly MailStatus[] = ['pending', 'sent', 'dead'];

export class MailsQuery extends PageQuery {
  @IsOptional()
  @IsIn(MAIL_STATUSES)
  @ApiProperty({ enum: MAIL_STATUSES, required: false })
  status?: MailStatus;
}

/** A mail on its way, without what it says. */
export class MailDto {
  id: string;
  /** What it tells, e.g. `reset-password`. */
  kind: string;
  /** Address that it goes to. */
  recipient: string;
  @ApiProperty({ enum: MAIL_STATUSES })
  status: MailStatus;
  /** How often it was tried. */
  attempts: number;
  /** Why the last attempt failed, as the mail server put it; null when none did. */
  lastError: string | null;
  /** When it is tried next; null for one that is not. */
  @ApiProperty({ format: 'date-time' })
  nextAttemptAt: string | null;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ format: 'date-time' })
  sentAt: string | null;
}

export class MailPageDto {
  items: MailDto[];
  /** `cursor` of the next page; null on the last one. */
  nextCursor: string | null;
}
