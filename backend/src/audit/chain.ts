import { createHash } from 'node:crypto';

/** An event as it counts in the chain. */
export interface ChainedEvent {
  readonly id: string;
  readonly occurredAt: number;
  readonly actorId: string | null;
  readonly actorRole: string | null;
  readonly action: string;
  readonly subjectKind: string | null;
  readonly subjectId: string | null;
  readonly outcome: string;
  readonly requestId: string;
  readonly detailsHash: string;
}

/** An event as it stands in the table. */
export interface StoredEvent extends ChainedEvent {
  readonly details: string | null;
  readonly sequence: number;
  readonly hash: string;
}

/** One end of the chain. */
export interface ChainEnd {
  readonly sequence: number;
  readonly hash: string;
}

/** The columns of a {@link ChainedEvent}, from `audit_events e`. */
export const CHAINED_COLUMNS = `e.id, e.occurred_at AS occurredAt, e.actor_id AS actorId, e.actor_role AS actorRole, e.action,
  e.subject_kind AS subjectKind, e.subject_id AS subjectId, e.outcome, e.request_id AS requestId, e.details_hash AS detailsHash`;

/** The columns of a {@link StoredEvent}. */
export const STORED_COLUMNS = `${CHAINED_COLUMNS}, e.details, e.sequence, e.hash`;

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The hash of an event that follows another one. */
export function chainHash(previousHash: string, sequence: number, event: ChainedEvent): string {
  const { id, occurredAt, actorId, actorRole, action, subjectKind, subjectId, outcome, requestId, detailsHash } = event;
  // An array, so that no value can pass for the end of one and the beginning of the next.
  return sha256(
    JSON.stringify([
      previousHash,
      sequence,
      id,
      occurredAt,
      actorId,
      actorRole,
      action,
      subjectKind,
      subjectId,
      outcome,
      requestId,
      detailsHash,
    ]),
  );
}

/** Follows a chain event by event. */
export class ChainReader {
  constructor(private last: ChainEnd) {}

  /** Where it has come to. */
  get end(): ChainEnd {
    return this.last;
  }

  /** @returns what is wrong with the next event, in a sentence */
  follow(event: StoredEvent): string | undefined {
    const expected = this.last.sequence + 1;
    if (event.sequence !== expected) return `Event ${expected} was removed: event ${event.sequence} comes next.`;
    if (event.details !== null && sha256(event.details) !== event.detailsHash)
      return `Event ${expected} was changed: its details are not what was recorded.`;
    if (event.hash !== chainHash(this.last.hash, expected, event))
      return `Event ${expected} was changed, or put in the place of another one.`;
    this.last = { sequence: event.sequence, hash: event.hash };
    return undefined;
  }

  /** @returns what is wrong with the end, in a sentence */
  arrive(head: ChainEnd): string | undefined {
    const { sequence, hash } = this.last;
    if (sequence < head.sequence)
      return `The last events were removed: ${head.sequence} were sealed, ${sequence} are there.`;
    if (sequence > head.sequence) return `Event ${head.sequence + 1} was inserted behind the end of the chain.`;
    return hash === head.hash ? undefined : 'The end of the chain is not the one that was sealed last.';
  }
}
