import type { TestApp } from './start-app';

/** An event as it stands in the table, with its details opened. */
export interface StoredAuditEvent {
  id: string;
  action: string;
  outcome: string;
  actorId: string | null;
  actorRole: string | null;
  subjectKind: string | null;
  subjectId: string | null;
  requestId: string;
  sequence: number | null;
  ip?: string;
  userAgent?: string;
  apiKeyId?: string;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

/** All events, in the order in which they were written. */
export async function eventsOf({ database }: Pick<TestApp, 'database'>): Promise<StoredAuditEvent[]> {
  const rows = await database.query<StoredAuditEvent & { details: string }>(
    `SELECT id, action, outcome, actor_id AS actorId, actor_role AS actorRole, subject_kind AS subjectKind,
       subject_id AS subjectId, request_id AS requestId, sequence, details
     FROM audit_events ORDER BY id`,
  );
  return rows.map(({ details, ...row }) => ({ ...row, ...(JSON.parse(details) as object) }));
}
