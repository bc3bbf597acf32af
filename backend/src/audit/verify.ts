import type { SqlValue } from '../database/parameters';
import { type ChainEnd, ChainReader, STORED_COLUMNS, type StoredEvent } from './chain';

/** What a chain came to when it was read from one end to the other. */
export interface Verification {
  /** Events that were read and are as they were sealed. */
  readonly verified: number;
  /** Where the chain ends: to be kept elsewhere, and given to a later run. */
  readonly end: ChainEnd;
  /** Events that are written and not yet sealed: those of the last second, or since the API was stopped. */
  readonly unsealed: number;
  /** What is wrong, in a sentence. */
  readonly fault?: string;
}

interface Source {
  query<Row>(sql: string, parameters?: readonly SqlValue[]): Promise<Row[]>;
}

interface Ends extends ChainEnd {
  readonly purgedSequence: number;
  readonly purgedHash: string;
}

const PAGE = 1_000;
/** What is hashed before the first event. */
const GENESIS = '0'.repeat(64);
const COLUMNS_OF_ENDS = 'sequence, hash, purged_sequence AS purgedSequence, purged_hash AS purgedHash';

/**
 * Reads the whole chain. Events that are sealed meanwhile are read too.
 * @param noted an end that an earlier run printed: whoever rewrote the chain with all its hashes is found by it
 */
export async function verifyChain(source: Source, noted?: ChainEnd): Promise<Verification> {
  const start = await endsOf(source);
  const reader = new ChainReader({ sequence: start.purgedSequence, hash: start.purgedHash });
  const fault =
    beforeStart(noted, reader.end) ?? faultOfNoted(noted, reader.end) ?? (await followToEnd(source, reader, noted));
  return {
    verified: reader.end.sequence - start.purgedSequence,
    end: reader.end,
    unsealed: await unsealedIn(source),
    ...(fault !== undefined && { fault }),
  };
}

async function followToEnd(source: Source, reader: ChainReader, noted?: ChainEnd): Promise<string | undefined> {
  for (let wasEmpty = false; ;) {
    const events = await source.query<StoredEvent>(
      `SELECT ${STORED_COLUMNS} FROM audit_events e WHERE e.sequence > ? ORDER BY e.sequence LIMIT ${PAGE}`,
      [reader.end.sequence],
    );
    for (const event of events) {
      const fault = reader.follow(event) ?? faultOfNoted(noted, reader.end);
      if (fault !== undefined) return fault;
    }
    if (events.length > 0) wasEmpty = false;
    else {
      const end = await endsOf(source);
      // Sealed since the last page was read? Looked for once more: what is not there then was removed.
      if (end.sequence === reader.end.sequence || wasEmpty) return reader.arrive(end) ?? cut(noted, end);
      wasEmpty = true;
    }
  }
}

/** Whoever rewrites the chain could also say that the beginning was purged. */
function beforeStart(noted: ChainEnd | undefined, start: ChainEnd): string | undefined {
  return noted && noted.sequence < start.sequence
    ? `Event ${noted.sequence} was purged: give an end that was printed later.`
    : undefined;
}

function cut(noted: ChainEnd | undefined, end: ChainEnd): string | undefined {
  return noted && noted.sequence > end.sequence
    ? `The chain was cut: event ${noted.sequence} was its end before.`
    : undefined;
}

function faultOfNoted(noted: ChainEnd | undefined, reached: ChainEnd): string | undefined {
  if (noted?.sequence !== reached.sequence || noted.hash === reached.hash) return undefined;
  return `The chain was rewritten: event ${noted.sequence} had another hash before.`;
}

/** A chain without this row counts as one that never began, which its events then contradict. */
async function endsOf(source: Source): Promise<Ends> {
  const [ends] = await source.query<Ends>(`SELECT ${COLUMNS_OF_ENDS} FROM audit_chains WHERE id = 1`);
  return ends ?? { sequence: 0, hash: GENESIS, purgedSequence: 0, purgedHash: GENESIS };
}

async function unsealedIn(source: Source): Promise<number> {
  const [row] = await source.query<{ total: number }>(
    'SELECT COUNT(*) AS total FROM audit_events WHERE sequence IS NULL',
  );
  return row?.total ?? 0;
}
