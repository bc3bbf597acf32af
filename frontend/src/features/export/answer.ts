import 'server-only';

import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import type { Route } from 'next';

import { BYTE_ORDER_MARK, csvLine, type CsvColumn } from '@/lib/csv';
import { streamPages, type ExportFormat, type FileText, type ReadPage } from '@/lib/export-pages';
import { log } from '@/lib/log';
import { ApiProblem, ApiUnavailable } from '@/lib/problem';
import { requestContext } from '@/lib/request-context';

interface ListExport<Row> {
  /** Of the file, before the date: `latchkey-users-2026-11-25.csv`. */
  name: string;
  format: ExportFormat;
  columns: ReadonlyArray<CsvColumn<Row>>;
  read: ReadPage<Row>;
  /** Where to go when the API does not understand the filter. */
  list: Route;
}

const MEDIA_TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

/** Everything that a list holds under its filter, on all pages, as a file. */
export async function exportList<Row extends object>(what: ListExport<Row>): Promise<Response> {
  const { name, format, columns, read, list } = what;
  const { requestId, path } = await requestContext();
  try {
    // Before the headers: what is wrong from the start is told by a status.
    const first = await read(null);
    const readOn: ReadPage<Row> = async (cursor) => {
      try {
        return await read(cursor);
      } catch (error) {
        log('warn', 'export_broke_off', { requestId, path: path.split('?')[0] });
        throw error;
      }
    };
    const text = format === 'csv' ? csvText(columns) : jsonText<Row>();
    return new Response(streamPages(first, readOn, text), {
      headers: {
        'Content-Type': MEDIA_TYPES[format],
        'Content-Disposition': `attachment; filename="latchkey-${name}-${today()}.${format}"`,
        'Cache-Control': 'private, no-store',
      },
    });
  } catch (error) {
    return answerTo(error, list, requestId);
  }
}

/** The rows as they are, one a line, so that tools that look at lines can read them too. */
function jsonText<Row>(): FileText<Row> {
  return {
    begin: '[',
    rows: (rows, isFirst) => rows.map((row, index) => `${isFirst && index === 0 ? '' : ','}\n${JSON.stringify(row)}`).join(''), // prettier-ignore
    end: '\n]\n',
  };
}

function csvText<Row>(columns: ReadonlyArray<CsvColumn<Row>>): FileText<Row> {
  return {
    begin: BYTE_ORDER_MARK + csvLine(columns.map(({ name }) => name)),
    rows: (rows) => rows.map((row) => csvLine(columns.map(({ value }) => value(row)))).join(''),
    end: '',
  };
}

/** In UTC, as everything in the file. */
function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** Why there is no file, as text: nobody looks for a page in a download. @throws redirects, and what nobody expected */
export async function answerTo(error: unknown, list: Route, requestId: string): Promise<Response> {
  if (error instanceof ApiProblem && error.code === 'validation_failed') redirect(list);
  const status = error instanceof ApiUnavailable ? 503 : error instanceof ApiProblem ? error.status : null;
  if (status === null) throw error;
  const t = await getTranslations('errors.pages');
  const kind = status === 503 ? 'unavailable' : status === 403 ? 'forbidden' : 'failed';
  const text = `${t(`${kind}.title`)}\n${t(`${kind}.text`)}\n${requestId}\n`;
  return new Response(text, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}
