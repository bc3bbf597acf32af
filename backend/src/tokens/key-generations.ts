import type { Tx } from '../database/database';

/** For so long whoever verifies elsewhere may keep the keys. A key is published for longer before it signs. */
export const JWKS_MAX_AGE_SECONDS = 300;

/** One generation of the signing keys, as it is stored: nothing of it is secret. Moments are epoch milliseconds. */
export interface KeyGeneration {
  /** From 1 on. */
  readonly generation: number;
  /** Until then it is published and signs nothing. */
  readonly signsFrom: number;
  /** Since when nothing it signed is accepted any more, whether or not it has expired; null while that is not so. */
  readonly droppedAt: number | null;
}

/** Which generations do what at one moment. */
export interface KeyRoles {
  readonly signing: number;
  /** Those whose tokens are accepted and whose public keys are shown: the one that signs first, then the youngest first. */
  readonly verifying: readonly number[];
  /** The highest there is. */
  readonly newest: number;
}

export const SELECT_GENERATIONS =
  'SELECT generation, signs_from AS signsFrom, dropped_at AS droppedAt FROM signing_keys';

/**
 * @param tokenMs for how long after a generation has signed its last token somebody may still come with it
 * @throws Error when none is left that could sign
 */
export function keyRolesAt(now: number, tokenMs: number, generations: readonly KeyGeneration[]): KeyRoles {
  const kept = generations
    .filter(({ droppedAt }) => droppedAt === null)
    .toSorted((one, other) => other.generation - one.generation);
  const signing = kept.find(({ signsFrom }) => signsFrom <= now);
  if (!signing) throw new Error('No signing key is left: rows of signing_keys were removed.');
  const verifying = kept.filter(({ generation }, index) => {
    const successor = kept[index - 1];
    return generation >= signing.generation || !successor || successor.signsFrom + tokenMs > now;
  });
  return {
    signing: signing.generation,
    verifying: [signing, ...verifying.filter((each) => each !== signing)].map(({ generation }) => generation),
    newest: Math.max(...generations.map(({ generation }) => generation)),
  };
}

/** What a rotation is to do. Moments are epoch milliseconds. */
export interface KeyRotation {
  readonly now: number;
  readonly signsFrom: number;
  /** Whether all generations before are dropped now. */
  readonly dropsOthers: boolean;
}

/**
 * Adds the next generation.
 * @returns its number; or the one that is to sign next, when there is such a one already and nothing is dropped
 */
export async function addGeneration(
  tx: Tx,
  { now, signsFrom, dropsOthers }: KeyRotation,
): Promise<{ added: number } | { pending: KeyGeneration }> {
  const [newest] = await tx.query<KeyGeneration>(`${SELECT_GENERATIONS} ORDER BY generation DESC LIMIT 1`);
  if (!newest) throw new Error('No signing key is left: rows of signing_keys were removed.');
  if (newest.signsFrom > now && !dropsOthers) return { pending: newest };
  if (dropsOthers) await tx.execute('UPDATE signing_keys SET dropped_at = ? WHERE dropped_at IS NULL', [now]);
  const added = newest.generation + 1;
  await tx.execute('INSERT INTO signing_keys (generation, created_at, signs_from) VALUES (?, ?, ?)', [
    added,
    now,
    signsFrom,
  ]);
  return { added };
}
