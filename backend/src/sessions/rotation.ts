/** What decides over a presented refresh token: the session's row, as read. Moments are epoch milliseconds. */
export interface RotationState {
  generation: number;
  confirmedGeneration: number;
  /** Pairs of a superseded generation and the moment it was superseded, oldest first. */
  recentRotations: readonly Rotation[];
  idleExpiresAt: number;
  expiresAt: number;
  endedAt: number | null;
  isUserDisabled: boolean;
}

export type Rotation = readonly [generation: number, supersededAt: number];

/**
 * - `rotate`: the current token; give its successor, once.
 * - `repeat`: a token superseded just now, or whose answer was lost; give the current one again, write nothing.
 * - `replay`: a superseded token that its holder has no reason to send; end the session.
 * - `refuse`: the session is over.
 */
export type RotationDecision = 'rotate' | 'repeat' | 'replay' | 'refuse';

/** How long an answer that was lost on its way can still be asked for again. */
export const LOST_ANSWER_MS = 24 * 60 * 60 * 1000;
/** Most entries that a row keeps; far more than a client makes within the longest retry window. */
const MAX_RECENT = 64;

/**
 * Decides over a genuine refresh token. Pure, so that every case can be tried.
 * @param presented generation of the token
 * @param now when the token was presented
 * @param retryMs how long a superseded token still gets its successor; 0 is strict single use
 * @see RFC 9700 section 4.14.2
 */
export function decideRotation(
  state: RotationState,
  presented: number,
  now: number,
  retryMs: number,
): RotationDecision {
  const { generation, confirmedGeneration } = state;
  if (isOver(state, now)) return 'refuse';
  if (presented === generation) return 'rotate';
  // A genuine token from the future: the row was restored from a backup. Nobody stole anything, nobody can go on.
  if (presented > generation) return 'refuse';
  if (retryMs === 0) return 'replay';
  const supersededAt = state.recentRotations.find(([rotated]) => rotated === presented)?.[1];
  if (supersededAt === undefined) return 'replay';
  const ageMs = now - supersededAt;
  if (ageMs < retryMs) return 'repeat';
  const isAnswerLost = presented === generation - 1 && confirmedGeneration < generation && ageMs <= LOST_ANSWER_MS;
  return isAnswerLost ? 'repeat' : 'replay';
}

/** Whether no token of this session is of any use at this moment. */
export function isOver({ endedAt, isUserDisabled, idleExpiresAt, expiresAt }: RotationState, now: number): boolean {
  return endedAt !== null || isUserDisabled || now >= idleExpiresAt || now >= expiresAt;
}

/** `recentRotations` after a rotation: those inside the retry window, and always the newest for the lost answer. */
export function afterRotation(state: RotationState, now: number, retryMs: number): Rotation[] {
  const inWindow = state.recentRotations.filter(([, supersededAt]) => now - supersededAt < retryMs);
  return [...inWindow, [state.generation, now] as const].slice(-MAX_RECENT);
}
