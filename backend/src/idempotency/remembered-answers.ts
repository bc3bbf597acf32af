import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { Config } from '../config';
import { Database, type Tx } from '../database/database';
import { isUniqueViolation } from '../database/errors';
import { HOUR_MS } from '../database/hourly-purge';
import { placeholders } from '../database/parameters';
import { Problem } from '../http/problem';
import type { IdempotentRequest } from './idempotency-key';
import { AnswerSeal } from './sealed-answer';

/** How long a repetition gets the answer of the first. */
export const REMEMBERED_MS = 24 * HOUR_MS;

interface Row {
  id: string;
  answer: string;
  createdAt: number;
}

/**
 * Does what is asked for once, however often it is asked for: one after the other, at the same moment, at several
 * instances, after an answer was lost.
 * @see docs/decisions/0038-an-answer-remembered.md
 */
@Injectable()
export class RememberedAnswers {
  /** The first remembers; each finds. */
  private readonly secrets: readonly [string, ...string[]];

  constructor(
    { appSecret, appSecretPrevious }: Config,
    private readonly clock: Clock,
    private readonly database: Database,
  ) {
    this.secrets = appSecretPrevious === undefined ? [appSecret] : [appSecret, appSecretPrevious];
  }

  /**
   * A unit of work whose result is remembered for a day if the request has a key. What was refused changed nothing, is not
   * remembered, and is decided anew.
   * @param work as for `database.write()`; its result is the answer, so JSON can hold it
   * @throws Problem `conflict` for another request with the same key; whatever `work` throws
   */
  async write<T>(request: IdempotentRequest | null, work: (tx: Tx) => Promise<T>): Promise<T> {
    if (!request) return this.database.write(work);
    const [seal, ...older] = this.sealsOf(request);
    const seals = [seal, ...older];
    const known = await this.find(seals);
    if (known && !this.isForgotten(known)) return answerOf(known, seals, request) as T;
    try {
      return await this.database.write(async (tx) => {
        if (known)
          await tx.execute('DELETE FROM idempotency_keys WHERE id = ? AND created_at = ?', [known.id, known.createdAt]);
        // First of all: whoever asks the same at the same time waits here, and finds the answer afterwards.
        await tx.execute('INSERT INTO idempotency_keys (id, user_id, answer, created_at) VALUES (?, ?, ?, ?)', [
          seal.id,
          request.userId,
          '',
          this.clock.now(),
        ]);
        const answer = await work(tx);
        const sealed = seal.seal({ fingerprint: fingerprintOf(request), answer });
        await tx.execute('UPDATE idempotency_keys SET answer = ? WHERE id = ?', [sealed, seal.id]);
        return answer;
      });
    } catch (error) {
      const other = isUniqueViolation(error) ? await this.find(seals) : undefined;
      if (!other) throw error;
      return answerOf(other, seals, request) as T;
    }
  }

  private sealsOf(request: IdempotentRequest): [AnswerSeal, ...AnswerSeal[]] {
    const [secret, ...previous] = this.secrets;
    return [new AnswerSeal(secret, request), ...previous.map((each) => new AnswerSeal(each, request))];
  }

  private async find(seals: readonly AnswerSeal[]): Promise<Row | undefined> {
    const [row] = await this.database.query<Row>(
      `SELECT id, answer, created_at AS createdAt FROM idempotency_keys WHERE id IN (${placeholders(seals.length)})`,
      seals.map(({ id }) => id),
    );
    return row;
  }

  private isForgotten({ createdAt }: Row): boolean {
    return createdAt <= this.clock.now() - REMEMBERED_MS;
  }
}

function fingerprintOf({ content }: IdempotentRequest): string {
  return createHash('sha256').update(content).digest('base64url');
}

/** @throws Problem `conflict` */
function answerOf({ id, answer }: Row, seals: readonly AnswerSeal[], request: IdempotentRequest): unknown {
  const remembered = seals.find((seal) => seal.id === id)?.open(answer);
  if (remembered?.fingerprint === fingerprintOf(request)) return remembered.answer;
  throw new Problem('conflict', { detail: 'This Idempotency-Key belongs to another request.' });
}
