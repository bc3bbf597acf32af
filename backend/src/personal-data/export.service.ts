import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller';
import { AuditLog } from '../audit/audit-log';
import { EventsOfPerson } from '../audit/events-of-person';
import { Clock } from '../clock';
import { Database } from '../database/database';
import { nextTurn } from '../database/next-turn';
import { type Place, type SortOrder, stretchesAfter } from '../http/pagination';
import { type Person, type PersonalTable, personalTables, type Rows } from './personal-tables';

/** Rows that are held in memory: a resource has up to 64 KB. */
const PAGE = 100;

type Row = Record<string, unknown>;

/** Everything that is stored about somebody, for them to take along. @see GDPR articles 15 and 20 */
@Injectable()
export class ExportService {
  private readonly tables: readonly PersonalTable[];

  constructor(
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly events: EventsOfPerson,
  ) {
    this.tables = personalTables(database);
  }

  /** @returns JSON, written while it is read: as little is in memory for a hundred thousand rows as for ten */
  async exportOf(caller: Caller): Promise<Readable> {
    const { userId: id, account } = caller.actor;
    await this.audit.recordAlone({ by: caller, action: 'user.export', subject: { kind: 'user', id } });
    return Readable.from(this.write({ id, email: account.email }));
  }

  private async *write(person: Person): AsyncGenerator<string> {
    yield `{"exportedAt":${JSON.stringify(new Date(this.clock.now()))}`;
    for (const table of this.tables) {
      if (table.exportedAs !== undefined) yield* list(table.exportedAs, this.pagesOf(table, person));
    }
    yield* list('whatYouDid', this.events.by(person.id));
    yield* list('whatWasDoneToYou', this.events.about(person.id));
    yield '}\n';
  }

  private async *pagesOf(table: PersonalTable, person: Person): AsyncGenerator<Row[]> {
    for (const rows of table.rowsOf(person)) yield* this.pages(table, rows);
  }

  private async *pages(table: PersonalTable, { condition, parameters }: Rows): AsyncGenerator<Row[]> {
    const { key, pagedBy = key, exported } = table;
    const sort: SortOrder = { column: pagedBy.databaseName, type: 'string', name: '', isDescending: false };
    const columns = exported.map((column) => `\`${column.databaseName}\` AS \`${column.propertyName}\``);
    let last: Place | undefined;
    for (;;) {
      const [stretch] = stretchesAfter(sort, key.databaseName, last);
      if (!stretch) return;
      const rows = await this.database.query<Row>(
        `SELECT ${columns.join(', ')} FROM ${table.name}
         WHERE ${condition} AND ${stretch.condition} ORDER BY ${stretch.order} LIMIT ${PAGE}`,
        [...parameters, ...stretch.parameters],
      );
      const end = rows.at(-1);
      if (!end) return;
      last = { value: end[pagedBy.propertyName] as string | number, id: end[key.propertyName] as string };
      yield rows.map((row) => present(table, row));
      await nextTurn();
    }
  }
}

async function* list(name: string, pages: AsyncIterable<readonly object[]>): AsyncGenerator<string> {
  yield `,${JSON.stringify(name)}:[`;
  let isFirst = true;
  for await (const rows of pages) {
    if (rows.length === 0) continue;
    yield `${isFirst ? '' : ','}\n${rows.map((row) => JSON.stringify(row)).join(',\n')}`;
    isFirst = false;
  }
  yield ']';
}

/** Moments and truths as everywhere else on the wire. */
function present({ exported }: PersonalTable, row: Row): Row {
  return Object.fromEntries(
    exported.map(({ propertyName, type }) => [propertyName, presentValue(type, row[propertyName])]),
  );
}

function presentValue(type: unknown, value: unknown): unknown {
  if (value === null) return null;
  if (type === 'bigint') return new Date(Number(value)).toISOString();
  return type === 'boolean' ? Boolean(value) : value;
}
