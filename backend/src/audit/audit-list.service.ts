import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import type { SqlValue } from '../database/parameters';
import { parseSort, readPage } from '../http/pagination';
import type { SubjectKind } from './actions';
import type { AuditEventDto, AuditPageDto, AuditQuery } from './audit.dto';
import { detailsOf } from './details';

const NEWEST_FIRST = parseSort('-occurredAt', { occurredAt: { column: 'e.occurred_at', type: 'number' } });
const DAY_MS = 86_400_000;

interface EventRow {
  id: string;
  occurredAt: number;
  action: string;
  outcome: string;
  actorId: string | null;
  actorName: string | null;
  actorRole: string | null;
  subjectKind: SubjectKind | null;
  subjectId: string | null;
  subjectName: string | null;
  requestId: string;
  details: string | null;
}

/** What happened, for administrators to read. */
@Injectable()
export class AuditListService {
  constructor(private readonly database: Database) {}

  /** The newest first. */
  async list(query: AuditQuery): Promise<AuditPageDto> {
    const filters = filtersOf(query);
    const page = await readPage<EventRow>(
      { ...query, sort: NEWEST_FIRST, idColumn: 'e.id' },
      ({ condition, parameters, order }, limit) =>
        // The page first, the names of those on it afterwards: joined before, every row there is would be.
        this.database.query(
          `SELECT page.*, a.name AS actorName, s.name AS subjectName
           FROM (SELECT e.id, e.occurred_at AS occurredAt, e.action, e.outcome, e.actor_id AS actorId, e.actor_role AS actorRole,
                   e.subject_kind AS subjectKind, e.subject_id AS subjectId, e.request_id AS requestId, e.details
                 FROM audit_events e WHERE ${filters.condition} AND ${condition} ORDER BY ${order} LIMIT ?) page
           LEFT JOIN users a ON a.id = page.actorId
           LEFT JOIN users s ON s.id = page.subjectId AND page.subjectKind = 'user'
           ORDER BY page.occurredAt DESC, page.id DESC`,
          [...filters.parameters, ...parameters, limit],
        ),
      ({ occurredAt, id }) => ({ value: occurredAt, id }),
    );
    return { items: page.items.map(presentEvent), nextCursor: page.nextCursor };
  }
}

function filtersOf({ actor, action, subject, outcome, from, to }: AuditQuery): {
  condition: string;
  parameters: SqlValue[];
} {
  const filters: [condition: string, value: SqlValue | undefined][] = [
    ['e.actor_id = ?', actor || undefined],
    ['e.action = ?', action],
    ['e.subject_id = ?', subject || undefined],
    ['e.outcome = ?', outcome],
    ['e.occurred_at >= ?', from === undefined ? undefined : Date.parse(from)],
    ['e.occurred_at < ?', to === undefined ? undefined : endOf(to)],
  ];
  const given = filters.filter((filter): filter is [string, SqlValue] => filter[1] !== undefined);
  return {
    condition: ['1 = 1', ...given.map(([condition]) => condition)].join(' AND '),
    parameters: given.map(([, value]) => value),
  };
}

/** A day counts to its end. */
function endOf(to: string): number {
  return to.includes('T') ? Date.parse(to) : Date.parse(to) + DAY_MS;
}

function presentEvent({ occurredAt, details, ...event }: EventRow): AuditEventDto {
  const { ip, userAgent, apiKeyId, before, after } = detailsOf(details);
  return {
    id: event.id,
    occurredAt: new Date(occurredAt).toISOString(),
    action: event.action,
    outcome: event.outcome,
    actorId: event.actorId,
    actorName: event.actorName,
    actorRole: event.actorRole,
    subjectKind: event.subjectKind,
    subjectId: event.subjectId,
    subjectName: event.subjectName,
    ip: ip ?? null,
    userAgent: userAgent ?? null,
    apiKeyId: apiKeyId ?? null,
    requestId: event.requestId,
    before: before ?? null,
    after: after ?? null,
  };
}
