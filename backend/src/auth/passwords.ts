import { availableParallelism } from 'node:os';
import { Injectable } from '@nestjs/common';
import { Config } from '../config';
import { FieldError, Problem } from '../http/problem';
import { isGuessable } from './guessable';
import { hashPassword, isOutdated, NO_USER_HASH, normalizePassword, verifyPassword } from './password-hash';
import { WorkQueue } from './work-queue';

export const MIN_PASSWORD_LENGTH = 15;
export const MAX_PASSWORD_LENGTH = 128;
const QUEUE_CAPACITY = 64;
const PRODUCT_NAME = 'latchkey';

/** What a password must not be built from. */
export interface PersonalWords {
  email: string;
  name: string;
}

/** Hashing behind a queue as wide as there are cores, and the policy. @see security.md 5 and 6 in docs/security.md */
@Injectable()
export class Passwords {
  private readonly queue: WorkQueue;

  constructor(config: Config) {
    // argon2 runs on libuv's threads, which file system and DNS need too: one of them stays free.
    const width = Math.max(1, Math.min(availableParallelism(), config.threadPoolSize - 1));
    this.queue = new WorkQueue(width, QUEUE_CAPACITY);
  }

  /** Whether somebody waits for their turn. */
  get isBusy(): boolean {
    return this.queue.isBusy;
  }

  hash(password: string): Promise<string> {
    return this.queue.run(() => hashPassword(password));
  }

  /** Hashes even when there is no such user, so that the answer takes as long either way. */
  async verify(password: string, passwordHash: string | null | undefined): Promise<boolean> {
    const matches = await this.queue.run(() => verifyPassword(password, passwordHash ?? NO_USER_HASH));
    return matches && passwordHash != null;
  }

  isOutdated(passwordHash: string): boolean {
    return isOutdated(passwordHash);
  }

  /**
   * @param field name of the field in the request
   * @throws Problem `validation_failed` that says what is wrong and what would do
   * @see NIST SP 800-63B-4 section 3.1.1.2
   */
  async checkPolicy(password: string, words: PersonalWords, field: string): Promise<void> {
    const fault = await faultOf(password, words);
    if (fault) throw new Problem('validation_failed', { errors: [{ field, ...fault }] });
  }
}

async function faultOf(password: string, words: PersonalWords): Promise<Omit<FieldError, 'field'> | undefined> {
  const normalized = normalizePassword(password);
  const length = [...normalized].length;
  if (length < MIN_PASSWORD_LENGTH) {
    return {
      code: 'too_short',
      message: `Use at least ${MIN_PASSWORD_LENGTH} characters. Four or five random words do well.`,
    };
  }
  if (length > MAX_PASSWORD_LENGTH)
    return { code: 'too_long', message: `Use at most ${MAX_PASSWORD_LENGTH} characters.` };
  if (isMostly(normalized.toLowerCase(), [PRODUCT_NAME, ...wordsOf(words)])) {
    return {
      code: 'personal',
      message: 'This is mostly your name, your address or ours. Use words that nobody links to you.',
    };
  }
  if (new Set(normalized).size < 5)
    return { code: 'repetitive', message: 'This repeats a few characters. Use different words.' };
  if (await isGuessable(normalized, wordsOf(words))) {
    return {
      code: 'guessable',
      message:
        'This is among the first that somebody would guess. Use four or five words that have nothing to do with each other.',
    };
  }
  return undefined;
}

/** Words of four letters or more: shorter ones occur in any good password by chance. */
function wordsOf({ email, name }: PersonalWords): string[] {
  return normalizePassword(`${email} ${name}`)
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length >= 4);
}

/** Whether less than eight different characters are left when the words are taken out. */
function isMostly(password: string, words: string[]): boolean {
  const longestFirst = words.toSorted((a, b) => b.length - a.length);
  const rest = longestFirst.reduce((left, word) => left.replaceAll(word, ''), password);
  return rest !== password && new Set(rest).size < 8;
}
