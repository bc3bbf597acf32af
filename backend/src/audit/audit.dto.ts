import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsISO8601, IsOptional, Matches } from 'class-validator';
import { PageQuery } from '../http/pagination';
import { Text } from '../http/text';
import { type Action, ALL_ACTIONS, type Outcome, OUTCOMES, type SubjectKind, SUBJECTS } from './actions';

const MOMENT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;
const MOMENT_MESSAGE = 'Write a day, 2026-11-25, or a moment, 2026-11-25T09:30:00Z.';

export class AuditQuery extends PageQuery {
  /** Id of who did it. */
  @IsOptional()
  @Text({ min: 0, max: 36 })
  actor?: string;

  @IsOptional()
  @IsIn(ALL_ACTIONS)
  @ApiProperty({ enum: ALL_ACTIONS, required: false })
  action?: Action;

  /** Id or key of what it was done to. */
  @IsOptional()
  @Text({ min: 0, max: 200 })
  subject?: string;

  @IsOptional()
  @IsIn(OUTCOMES)
  @ApiProperty({ enum: OUTCOMES, required: false })
  outcome?: Outcome;

  /** From this moment on, or from the beginning of this day in UTC. */
  @IsOptional()
  @IsISO8601({ strict: true }, { message: MOMENT_MESSAGE })
  @Matches(MOMENT, { message: MOMENT_MESSAGE })
  from?: string;

  /** Before this moment, or before the end of this day in UTC. */
  @IsOptional()
  @IsISO8601({ strict: true }, { message: MOMENT_MESSAGE })
  @Matches(MOMENT, { message: MOMENT_MESSAGE })
  to?: string;
}

/** What somebody did. */
export class AuditEventDto {
  id: string;
  @ApiProperty({ format: 'date-time' })
  occurredAt: string;
  @ApiProperty({ enum: ALL_ACTIONS })
  action: string;
  @ApiProperty({ enum: OUTCOMES })
  outcome: string;
  /** Null for somebody whom nobody knows, such as whoever typed a wrong address. */
  actorId: string | null;
  /** As it is now; null when there is no such account any more. */
  actorName: string | null;
  /** Key of the role that the actor had then. */
  actorRole: string | null;
  @ApiProperty({ enum: SUBJECTS, nullable: true })
  subjectKind: SubjectKind | null;
  /** Id or key of what it was done to. */
  subjectId: string | null;
  /** Name of the person it was done to, as it is now. */
  subjectName: string | null;
  /** Null when it was erased. */
  ip: string | null;
  userAgent: string | null;
  /** Id of the API key that it was done with; null when it was done in a session, or erased. */
  apiKeyId: string | null;
  /** `X-Request-Id` of the request. */
  requestId: string;
  /** What the act changed, as it was. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  before: Record<string, unknown> | null;
  /** And as it was then. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  after: Record<string, unknown> | null;
}

export class AuditPageDto {
  items: AuditEventDto[];
  /** `cursor` of the next page; null on the last one. */
  nextCursor: string | null;
}

/** Sign-ins of one day. */
export class SignInDayDto {
  /** In UTC. */
  @ApiProperty({ format: 'date' })
  day: string;
  succeeded: number;
  failed: number;
}

export class OverviewDto {
  /** When people and sessions were counted: at most a minute ago. */
  @ApiProperty({ format: 'date-time' })
  countedAt: string;
  users: number;
  disabledUsers: number;
  /** People who signed in within the last 24 hours. */
  activeToday: number;
  /** Sessions that are neither ended nor over. */
  activeSessions: number;
  /** Of the last 30 days, the oldest first. */
  signIns: SignInDayDto[];
}
