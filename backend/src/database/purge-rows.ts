import type { Database } from './database';
import { nextTurn } from './next-turn';
import { placeholders, type SqlValue } from './parameters';

/** Small, so that no purge holds locks for long. */
const BATCH = 500;

/**
 * Deletes what a condition names, in small units of work. Several instances may do so at once.
 * @param table with a column `id`
 * @param condition SQL, asked again by each deletion: a row may have changed a moment ago
 * @returns number of deleted rows
 */
export async function purgeRows(
  database: Database,
  table: string,
  condition: string,
  parameters: readonly SqlValue[],
): Promise<number> {
  let total = 0;
  for (;;) {
    const rows = await database.query<{ id: string }>(
      `SELECT id FROM ${table} WHERE ${condition} LIMIT ${BATCH}`,
      parameters,
    );
    if (rows.length === 0) return total;
    total += await database.execute(
      `DELETE FROM ${table} WHERE ${condition} AND id IN (${placeholders(rows.length)})`,
      [...parameters, ...rows.map(({ id }) => id)],
    );
    await nextTurn();
  }
}
