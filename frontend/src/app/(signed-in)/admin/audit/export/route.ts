import { requireSession } from '@/auth/session';
import { auditPages, type AuditEvent } from '@/features/audit/queries';
import { loadAuditState, loadExportFormat } from '@/features/audit/list-state';
import { exportList } from '@/features/export/answer';
import type { CsvColumn } from '@/lib/csv';

const COLUMNS: Array<CsvColumn<AuditEvent>> = [
  { name: 'occurredAt', value: ({ occurredAt }) => occurredAt },
  { name: 'action', value: ({ action }) => action },
  { name: 'outcome', value: ({ outcome }) => outcome },
  { name: 'actorId', value: ({ actorId }) => actorId },
  { name: 'actorName', value: ({ actorName }) => actorName },
  { name: 'actorRole', value: ({ actorRole }) => actorRole },
  { name: 'subjectKind', value: ({ subjectKind }) => subjectKind },
  { name: 'subjectId', value: ({ subjectId }) => subjectId },
  { name: 'subjectName', value: ({ subjectName }) => subjectName },
  { name: 'ip', value: ({ ip }) => ip },
  { name: 'userAgent', value: ({ userAgent }) => userAgent },
  { name: 'requestId', value: ({ requestId }) => requestId },
  { name: 'before', value: ({ before }) => before },
  { name: 'after', value: ({ after }) => after },
  { name: 'id', value: ({ id }) => id },
];

/** What happened, by the filter in the address; `format` is `csv` or `json`. */
export async function GET(request: Request): Promise<Response> {
  const session = await requireSession({ requires: 'audit:read' });
  const state = loadAuditState(request);
  const { format } = loadExportFormat(request);
  const read = await auditPages(session, state);
  return exportList({ name: 'audit', format, columns: COLUMNS, read, list: '/admin/audit' });
}
