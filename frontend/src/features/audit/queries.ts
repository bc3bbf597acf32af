import 'server-only';

import { apiFor, type Schemas } from '@/lib/api';
import { EXPORT_PAGE_SIZE, type ReadPage } from '@/lib/export-pages';

import type { AuditFilter } from './list-state';

export type AuditEvent = Schemas['AuditEvent'];
export type AuditPage = Schemas['AuditPage'];

interface Caller {
  accessToken: string;
}

interface Stretch {
  cursor?: string | null;
  limit?: number;
}

/** What happened, the newest first. */
export async function listEvents(caller: Caller, asked: Partial<AuditFilter> & Stretch): Promise<AuditPage> {
  const api = await apiFor(caller);
  return api.get('/v1/audit-events', { query: queryOf(asked) });
}

/** The same events as in the list, on pages for a file. */
export async function auditPages(caller: Caller, filter: AuditFilter): Promise<ReadPage<AuditEvent>> {
  const api = await apiFor(caller);
  return (cursor) => api.get('/v1/audit-events', { query: queryOf({ ...filter, cursor, limit: EXPORT_PAGE_SIZE }) });
}

function queryOf({ actor, action, subject, outcome, from, to, cursor, limit }: Partial<AuditFilter> & Stretch) {
  return {
    actor: actor || undefined,
    action: action ?? undefined,
    subject: subject || undefined,
    outcome: outcome ?? undefined,
    from: from ?? undefined,
    to: to ?? undefined,
    cursor: cursor ?? undefined,
    limit,
  };
}
