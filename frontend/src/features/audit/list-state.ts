import 'server-only';

import {
  createLoader,
  createParser,
  createSerializer,
  parseAsArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';
import type { Route } from 'next';

import type { Place } from '@/components/cursor-trail';
import { EXPORT_FORMATS, type ExportFormat } from '@/lib/export-pages';

import { ACTIONS, OUTCOMES } from './actions';

const parseAsDay = createParser({
  parse: (text) => (/^\d{4}-\d\d-\d\d$/.test(text) ? text : null),
  serialize: (day: string) => day,
});

/** What is asked of the record. */
const filters = {
  actor: parseAsString.withDefault(''),
  action: parseAsStringLiteral(ACTIONS),
  outcome: parseAsStringLiteral(OUTCOMES),
  subject: parseAsString.withDefault(''),
  from: parseAsDay,
  to: parseAsDay,
};

/** Which of a person's two lists is shown: what they did, or what was done to them. */
export const SIDES = ['actor', 'subject'] as const;
export type Side = (typeof SIDES)[number];

const place = { cursor: parseAsString, trail: parseAsArrayOf(parseAsString).withDefault([]) };
const side = { side: parseAsStringLiteral(SIDES).withDefault('actor') };
const format = { format: parseAsStringLiteral(EXPORT_FORMATS).withDefault('csv') };

export const loadAuditState = createLoader({ ...filters, ...place });
export const loadHistoryState = createLoader({ ...side, ...place });
export const loadExportFormat = createLoader(format);

const serializeAudit = createSerializer({ ...filters, ...place });
const serializeHistory = createSerializer({ ...side, ...place });
const serializeExport = createSerializer({ ...filters, ...format }, { clearOnDefault: false });

export type AuditState = Awaited<ReturnType<typeof loadAuditState>>;
export type AuditFilter = Omit<AuditState, 'cursor' | 'trail'>;

/** The record under a filter, from its first page on. */
export function auditHref(filter: Partial<AuditFilter>): Route {
  return serializeAudit('/admin/audit', filter) as Route;
}

export function auditPlaceHref(state: AuditState, { cursor, trail }: Place): Route {
  return serializeAudit('/admin/audit', { ...state, cursor, trail: [...trail] }) as Route;
}

/** Everything under the filter, on all pages, as a file. */
export function auditExportHref(state: AuditState, wanted: ExportFormat): Route {
  const { actor, action, outcome, subject, from, to } = state;
  const filter = { actor: actor || null, action, outcome, subject: subject || null, from, to };
  return serializeExport('/admin/audit/export', { ...filter, format: wanted }) as Route;
}

export function historyHref(path: Route, shown: Side, { cursor, trail }: Place): Route {
  return serializeHistory(path, { side: shown, cursor, trail: [...trail] }) as Route;
}

export function isFiltered({ actor, action, outcome, subject, from, to }: AuditFilter): boolean {
  return Boolean(actor || action || outcome || subject || from || to);
}
