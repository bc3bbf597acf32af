import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import type { Tx } from '../database/database';
import { isUniqueViolation } from '../database/errors';
import { uuidv7 } from '../database/uuid';
import { Problem } from '../http/problem';
import { IdentityEntity } from './identity.entity';
import { InvalidProof, type Proven } from './proofs';

/** Of two who do the same at the same moment one hears `conflict`, and finds what the other has done when asked again. */
export async function againAfterConflict<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Problem && error.code === 'conflict') return work();
    throw error;
  }
}

/** The rows of identities and of proofs that were used. */
@Injectable()
export class IdentityRows {
  constructor(private readonly clock: Clock) {}

  /**
   * The first step of everything that is done with a proof, so that it is done once.
   * @throws InvalidProof when it was used already
   */
  async use(tx: Tx, { provider, proofId, proofEndsAt }: Proven): Promise<void> {
    const id = createHash('sha256').update(`${provider}\n${proofId}`).digest('base64url');
    try {
      await tx.execute('INSERT INTO used_proofs (id, expires_at) VALUES (?, ?)', [id, proofEndsAt]);
    } catch (error) {
      if (isUniqueViolation(error)) throw new InvalidProof('replayed');
      throw error;
    }
  }

  find(tx: Tx, { provider, subject }: Proven): Promise<IdentityEntity | null> {
    return tx.manager.findOneBy(IdentityEntity, { provider, subject });
  }

  /** @throws Problem `conflict` when somebody has it */
  async add(tx: Tx, userId: string, { provider, subject, email }: Proven): Promise<IdentityEntity> {
    const now = this.clock.now();
    const row = { id: uuidv7(now), userId, provider, subject, email, createdAt: now, lastUsedAt: now };
    try {
      await tx.manager.insert(IdentityEntity, row);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new Problem('conflict', { detail: 'This is linked to an account already.' });
    }
    return row;
  }

  async noteUse(tx: Tx, { id }: IdentityEntity, { email }: Proven): Promise<void> {
    await tx.execute('UPDATE identities SET last_used_at = ?, email = ? WHERE id = ?', [this.clock.now(), email, id]);
  }

  async dropAllOf(tx: Tx, userId: string): Promise<void> {
    await tx.execute('DELETE FROM identities WHERE user_id = ?', [userId]);
  }
}
