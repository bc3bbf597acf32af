import { Injectable, Logger } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log';
import { EventsOfPerson } from '../audit/events-of-person';
import { Database, type Tx } from '../database/database';
import { DatabaseUnavailable } from '../database/errors';
import { HourlyPurge } from '../database/hourly-purge';
import { nextTurn } from '../database/next-turn';
import { placeholders } from '../database/parameters';
import { uuidv7 } from '../database/uuid';
import { Clock } from '../clock';
import type { ClientInfo } from '../http/client-info';
import { Outbox } from '../mail/outbox';
import { SessionsService } from '../sessions/sessions.service';
import { mailTo } from '../users/user-accounts';
import { type Leaving, UserEnds } from '../users/user-ends';
import { type PersonalTable, personalTables } from './personal-tables';

/** Rows of a unit of work: few, so that none holds locks for long. */
const BATCH = 500;
/** People of one run; whoever is left is erased by the next one. */
const AT_ONCE = 1_000;

/** Another instance was faster. Rolls the unit of work back. */
class AlreadyErased extends Error {}

/**
 * Erases the people whose time has come, by what the entities declare, in many small units of work. Each does nothing
 * where it was done before: cut off anywhere, the next run goes on, and several instances may work at once.
 * @see docs/decisions/0025-erasure-by-declaration.md
 */
@Injectable()
export class Eraser extends HourlyPurge {
  private readonly log = new Logger(Eraser.name);
  private readonly tables: readonly PersonalTable[];

  constructor(
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly ends: UserEnds,
    private readonly events: EventsOfPerson,
    private readonly outbox: Outbox,
    private readonly sessions: SessionsService,
  ) {
    super();
    this.tables = personalTables(database).filter(({ isAccount }) => !isAccount);
  }

  /** @returns number of erased people */
  override async purge(): Promise<number> {
    let erased = 0;
    for (const id of await this.ends.due(AT_ONCE)) {
      try {
        if (await this.erase(id)) erased += 1;
      } catch (error) {
        if (error instanceof AlreadyErased) continue;
        if (error instanceof DatabaseUnavailable) throw error;
        // The others are erased all the same; this one is tried again.
        this.log.error(error, `user ${id} could not be erased yet`);
      }
    }
    return erased;
  }

  private async erase(id: string): Promise<boolean> {
    const person = await this.database.write(async (tx) => {
      const leaving = await this.ends.begin(tx, id);
      if (leaving) await this.sessions.endAllOf(tx, id, 'deleted');
      return leaving;
    });
    if (!person) return false;
    for (const table of this.tables) await this.empty(table, person);
    await this.events.forget(id);
    await this.database.write((tx) => this.finish(tx, person));
    return true;
  }

  private async empty(table: PersonalTable, person: Leaving): Promise<void> {
    const { databaseName: key, propertyName } = table.key;
    for (const { condition, parameters } of table.rowsOf(person)) {
      for (;;) {
        const rows = await this.database.query<{ value: string }>(
          `SELECT ${key} AS value FROM ${table.name} WHERE ${condition} LIMIT ${BATCH}`,
          parameters,
        );
        if (rows.length === 0) break;
        const keys = rows.map(({ value }) => value);
        await this.database.write(async (tx) => {
          await this.hold(tx, person);
          // A thing that is gone cannot be found any more in the record; so the two go together.
          if (propertyName === 'id') await this.events.forgetAbout(tx, keys);
          const these = `${key} IN (${placeholders(keys.length)})`;
          await tx.execute(`DELETE FROM ${table.name} WHERE ${condition} AND ${these}`, [...parameters, ...keys]);
        });
        await nextTurn();
      }
    }
  }

  /** The account, and what was written while the rest was being erased. */
  private async finish(tx: Tx, person: Leaving): Promise<void> {
    await this.hold(tx, person);
    for (const table of this.tables) {
      for (const { condition, parameters } of table.rowsOf(person))
        await tx.execute(`DELETE FROM ${table.name} WHERE ${condition}`, parameters);
    }
    const { id } = person;
    await this.ends.finish(tx, id);
    await this.events.forgetSince(tx, id, person.disabledAt);
    const by = { actor: null, client: nobody(this.clock.now()) };
    await this.audit.record(tx, { by, action: 'user.erase', subject: { kind: 'user', id } });
    await this.outbox.send(tx, {
      ...mailTo(person),
      userId: null,
      kind: 'account-erased',
      data: { name: person.name },
    });
  }

  private async hold(tx: Tx, { id }: Leaving): Promise<void> {
    if (!(await this.ends.hold(tx, id))) throw new AlreadyErased();
  }
}

/** The application itself. */
function nobody(now: number): ClientInfo {
  const none = { isWebApp: false, isUnconfirmed: false, knownDevice: null };
  return { ip: '', userAgent: '', requestId: uuidv7(now), ...none };
}
