import { afterRotation, decideRotation, type RotationState } from '../../src/sessions/rotation';
import type { Rules } from './schedule';

/** A row in memory, as the database holds it. */
export interface StoredRow {
  generation: number;
  confirmedGeneration: number;
  recentRotations: RotationState['recentRotations'];
  lastUsedAt: number;
  idleExpiresAt: number;
  expiresAt: number;
  endedReason: string | null;
}

/**
 * The parts that decide: the product's two pure functions, and what its SQL says, one property for each condition or
 * column, so that a test can put a defect into any of them.
 */
export interface Subject {
  readonly decideRotation: typeof decideRotation;
  readonly afterRotation: typeof afterRotation;
  /** The `WHERE` of a rotation. */
  mayRotate(stored: StoredRow, read: RotationState, now: number): boolean;
  /** The ends that a rotation writes. */
  endsAfter(read: RotationState, now: number, rules: Rules): Pick<StoredRow, 'idleExpiresAt' | 'expiresAt'>;
  /** The generation of the tokens that a superseded token is answered with. */
  repeated(read: RotationState, presented: number): number;
  /** The `WHERE` of a confirmation. */
  mayConfirm(stored: StoredRow, generation: number): boolean;
  /** Whether the end of a replayed session is committed although the call is refused. */
  readonly isReplayCommitted: boolean;
}

/** What the product does. */
export const PRODUCT: Subject = {
  decideRotation,
  afterRotation,
  mayRotate: (stored, read, now) =>
    stored.generation === read.generation &&
    stored.endedReason === null &&
    stored.expiresAt > now &&
    stored.idleExpiresAt > now,
  endsAfter: ({ expiresAt }, now, { idleMs }) => ({ idleExpiresAt: Math.min(now + idleMs, expiresAt), expiresAt }),
  repeated: ({ generation }) => generation,
  mayConfirm: (stored, generation) => stored.confirmedGeneration < generation && stored.generation >= generation,
  isReplayCommitted: true,
};
