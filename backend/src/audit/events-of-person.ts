import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../database/database';
import { nextTurn } from '../database/next-turn';
import { placeholders } from '../database/parameters';
import { parseSort, type Place, stretchesAfter } from '../http/pagination';
import { OWNED_SUBJECTS } from './actions';
import { type Details, detailsOf } from './details';

/** An event as it is given to the person who did it, or to whom it was done. */
export interface OwnEvent {
  readonly id: string;
  readonly occurredAt: string;
  readonly action: string;
  readonly outcome: string;
  /** `nobody`: whoever it was, nobody knew them, as after a wrong password. */
  readonly by: 'you' | 'somebody else' | 'nobody';
  readonly subjectKind: string | null;
  readonly subjectId: string | null;
  readonly requestId: string;
  readonly ip: string | null;
  readonly userAgent: string | null;
  /** Id of the API key that it was done with. */
  readonly apiKeyId: string | null;
  readonly before: Details['before'] | null;
  readonly after: Details['after'] | null;
}

interface Row {
  id: string;
  occurredAt: number;
  action: string;
  outcome: string;
  actorId: string | null;
  subjectKind: string | null;
  subjectId: string | null;
  requestId: string;
  details: string | null;
}

type Side = 'actor_id' | 'subject_id';

const OLDEST_FIRST = parseSort('occurredAt', { occurredAt: { column: 'e.occurred_at', type: 'number' } });
/** Small, so that no unit of work holds locks for long. */
const BATCH = 500;
/** Clocks of instances differ. */
const MARGIN_MS = 3_600_000;
/** By these somebody's things are known that are gone by now. */
const MAKES = new Set(OWNED_SUBJECTS.map((kind) => `${kind}.create`));

/** Events by and about one person, however many they are: for the person to read, and to forget what they say. */
@Injectable()
export class EventsOfPerson {
  constructor(private readonly database: Database) {}

  /** All that the person did, in pages. */
  async *by(userId: string): AsyncGenerator<OwnEvent[]> {
    for await (const rows of this.pages('actor_id', userId)) yield rows.map((row) => present(row, userId));
  }

  /** All that others did to the person, in pages. */
  async *about(userId: string): AsyncGenerator<OwnEvent[]> {
    for await (const rows of this.pages('subject_id', userId)) {
      yield rows.filter(({ actorId }) => actorId !== userId).map((row) => present(row, userId));
    }
  }

  /** Erases what they say of the person. What is chained stays. Can be cut off and begun again at any time. */
  async forget(userId: string): Promise<void> {
    for (const side of ['actor_id', 'subject_id'] as const) {
      for await (const rows of this.pages(side, userId)) {
        const made = rows.filter(({ action, actorId }) => actorId === userId && MAKES.has(action));
        await this.database.write(async (tx) => {
          await erase(tx, 'id', ids(rows, 'id'));
          await this.forgetAbout(tx, ids(made, 'subjectId'));
        });
      }
    }
  }

  /** The same for those that were written meanwhile. @param since epoch milliseconds */
  async forgetSince(tx: Tx, userId: string, since: number): Promise<void> {
    for (const side of ['actor_id', 'subject_id'] as const) {
      await tx.execute(`UPDATE audit_events SET details = NULL WHERE ${side} = ? AND occurred_at >= ?`, [
        userId,
        since - MARGIN_MS,
      ]);
    }
  }

  /** Erases what is said about things of the person, whoever did it. @param subjectIds ids of these things */
  async forgetAbout(tx: Tx, subjectIds: readonly string[]): Promise<void> {
    await erase(tx, 'subject_id', subjectIds);
  }

  private async *pages(side: Side, userId: string): AsyncGenerator<Row[]> {
    let last: Place | undefined;
    for (;;) {
      const [stretch] = stretchesAfter(OLDEST_FIRST, 'e.id', last);
      if (!stretch) return;
      const rows = await this.database.query<Row>(
        `SELECT e.id, e.occurred_at AS occurredAt, e.action, e.outcome, e.actor_id AS actorId, e.subject_kind AS subjectKind,
           e.subject_id AS subjectId, e.request_id AS requestId, e.details
         FROM audit_events e WHERE e.${side} = ? AND ${stretch.condition} ORDER BY ${stretch.order} LIMIT ${BATCH}`,
        [userId, ...stretch.parameters],
      );
      const end = rows.at(-1);
      if (!end) return;
      yield rows;
      await nextTurn();
      last = { value: end.occurredAt, id: end.id };
    }
  }
}

async function erase(tx: Tx, column: 'id' | 'subject_id', values: readonly string[]): Promise<void> {
  if (values.length === 0) return;
  const marks = placeholders(values.length);
  await tx.execute(
    `UPDATE audit_events SET details = NULL WHERE ${column} IN (${marks}) AND details IS NOT NULL`,
    values,
  );
}

function ids(rows: readonly Row[], column: 'id' | 'subjectId'): string[] {
  return rows.flatMap((row) => row[column] ?? []);
}

function present({ occurredAt, actorId, details, ...event }: Row, userId: string): OwnEvent {
  const by = actorId === null ? 'nobody' : actorId === userId ? 'you' : 'somebody else';
  const { ip, userAgent, apiKeyId, before, after } = detailsOf(details);
  // Where an administrator sat is the administrator's.
  const isTheirs = by === 'somebody else';
  return {
    ...event,
    occurredAt: new Date(occurredAt).toISOString(),
    by,
    ip: isTheirs ? null : (ip ?? null),
    userAgent: isTheirs ? null : (userAgent ?? null),
    apiKeyId: isTheirs ? null : (apiKeyId ?? null),
    before: before ?? null,
    after: after ?? null,
  };
}
