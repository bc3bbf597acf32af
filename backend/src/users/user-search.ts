import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { placeholders, type SqlValue } from '../database/parameters';
import { searchTerms } from '../search-key';

/** A condition on `users u`. */
export interface UserCondition {
  sql: string;
  parameters: SqlValue[];
  /** Whether it is known to hold for more people than anybody counts. */
  isOfMany?: true;
}

/** Long enough that it is meant: a name like `Ed` begins the hexadecimal id of somebody. */
const START_OF_ID = /^[0-9a-f][0-9a-f-]{7,35}$/;
/** Follows every other character. */
const LAST_CHARACTER = '\u{10FFFF}';

/** So many people may be named by their ids: to look them up and sort them still takes but a few milliseconds. */
const MAX_NAMED = 4_000;
/** Words that a term begins are counted up to here; reading so many takes a few milliseconds. */
const MAX_COUNTED_WORDS = 50_000;

export const EVERYBODY: UserCondition = { sql: '1 = 1', parameters: [] };
const NOBODY: UserCondition = { sql: '1 = 0', parameters: [] };

/**
 * Finds people by the beginnings of their words. Few people are named by their ids, found in the index of words alone;
 * many are met soon in whatever order the list has, so there each one met is asked for the words.
 * @see docs/decisions/0018-people-found-by-words.md
 */
@Injectable()
export class UserSearch {
  constructor(private readonly database: Database) {}

  async conditionFor(search: string): Promise<UserCondition> {
    const text = search.trim().toLowerCase();
    if (START_OF_ID.test(text)) {
      const byId = await this.idsBetween(text);
      if (byId.length > 0) return named(byId);
    }
    const terms = searchTerms(search);
    if (terms.length === 0) return NOBODY;
    const counts = await Promise.all(terms.map((term) => this.countWords(term)));
    const fewest = Math.min(...counts);
    if (fewest === 0) return NOBODY;
    const [rarest = '', ...others] = terms.toSorted(
      (a, b) => (counts[terms.indexOf(a)] ?? 0) - (counts[terms.indexOf(b)] ?? 0),
    );
    const isCountKnown = fewest <= MAX_COUNTED_WORDS;
    const ids = isCountKnown ? await this.peopleWith(rarest, others) : [];
    if (isCountKnown && ids.length <= MAX_NAMED) return ids.length === 0 ? NOBODY : named(ids);
    const all = terms.map(hasWord);
    return {
      sql: all.map(({ sql }) => sql).join(' AND '),
      parameters: all.flatMap(({ parameters }) => parameters),
      ...((isCountKnown || terms.length === 1) && { isOfMany: true }),
    };
  }

  private async idsBetween(start: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM users WHERE id BETWEEN ? AND ? LIMIT ${MAX_NAMED}`,
      [start, start + LAST_CHARACTER],
    );
    return rows.map(({ id }) => id);
  }

  private async countWords(term: string): Promise<number> {
    const [row] = await this.database.query<{ total: number }>(
      `SELECT COUNT(*) AS total FROM (SELECT 1 FROM user_words WHERE word BETWEEN ? AND ? LIMIT ?) found`,
      [term, term + LAST_CHARACTER, MAX_COUNTED_WORDS + 1],
    );
    return row?.total ?? 0;
  }

  /** Those who have a word for each term, one more than may be named at most. */
  private async peopleWith(rarest: string, others: readonly string[]): Promise<string[]> {
    const also = others.map(
      (_, index) =>
        `AND EXISTS (SELECT 1 FROM user_words w${index} WHERE w${index}.user_id = w.user_id AND w${index}.word BETWEEN ? AND ?)`,
    );
    const rows = await this.database.query<{ id: string }>(
      `SELECT DISTINCT w.user_id AS id FROM user_words w WHERE w.word BETWEEN ? AND ? ${also.join(' ')} LIMIT ?`,
      [...[rarest, ...others].flatMap((term) => [term, term + LAST_CHARACTER]), MAX_NAMED + 1],
    );
    return rows.map(({ id }) => id);
  }
}

function named(ids: readonly string[]): UserCondition {
  return { sql: `u.id IN (${placeholders(ids.length)})`, parameters: [...ids] };
}

function hasWord(term: string): UserCondition {
  return {
    sql: 'EXISTS (SELECT 1 FROM user_words w WHERE w.user_id = u.id AND w.word BETWEEN ? AND ?)',
    parameters: [term, term + LAST_CHARACTER],
  };
}
