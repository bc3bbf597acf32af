import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller';
import { AuditLog } from '../audit/audit-log';
import { Database } from '../database/database';
import { PERSONAL_PARTS, type PersonalPart } from './personal-data';

const PAGE = 500;

interface Row extends Record<string, unknown> {
  id: string;
}

/** Everything that is stored about a person, for that person. */
@Injectable()
export class ExportService {
  constructor(
    private readonly audit: AuditLog,
    private readonly database: Database,
  ) {}

  /** JSON, written while it is read: a page at a time is in memory. Breaks off where the rest cannot be read. */
  async export(caller: Caller): Promise<Readable> {
    const { userId: id } = caller.actor;
    // First, so that it is in the export, too.
    await this.audit.recordAlone({ by: caller, action: 'user.export', subject: { kind: 'user', id } });
    return Readable.from(this.textOf(id));
  }

  private async *textOf(userId: string): AsyncGenerator<string> {
    let before = '{\n';
    for (const part of PERSONAL_PARTS) {
      yield `${before}"${part.name}": [`;
      let isFirst = true;
      for await (const row of this.rowsOf(part, userId)) {
        yield `${isFirst ? '\n' : ',\n'}${JSON.stringify(present(row))}`;
        isFirst = false;
      }
      yield isFirst ? ']' : '\n]';
      before = ',\n';
    }
    yield '\n}\n';
  }

  private async *rowsOf({ table, person, moment, columns }: PersonalPart, userId: string): AsyncGenerator<Row> {
    for (let last: [at: number, id: string] = [0, '']; ;) {
      const rows = await this.database.query<Row & { at: number }>(
        `SELECT ${columns}, ${moment} AS at FROM ${table}
         WHERE ${person} = ? AND (${moment} > ? OR (${moment} = ? AND id > ?)) ORDER BY ${moment}, id LIMIT ${PAGE}`,
        [userId, last[0], last[0], last[1]],
      );
      for (const { at: _, ...row } of rows) yield row;
      const end = rows.at(-1);
      if (!end || rows.length < PAGE) return;
      last = [end.at, end.id];
    }
  }
}

/** Moments as on the wire everywhere; the details of an event without the salt that guards its hash. */
function present({ details, ...row }: Row): object {
  const entries = Object.entries(row).map(([name, value]) => {
    return [name, name.endsWith('At') && value !== null ? new Date(Number(value)).toISOString() : value];
  });
  if (typeof details !== 'string') return Object.fromEntries(entries) as object;
  const { salt: _, ...told } = JSON.parse(details) as Record<string, unknown>;
  return { ...Object.fromEntries(entries), ...told };
}
