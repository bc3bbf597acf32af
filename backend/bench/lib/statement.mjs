/** @typedef {{ sql: string, parameters: unknown[] }} Statement */

/**
 * What code of the API asks the database for.
 *
 * @param {(database: { query: (sql: string, parameters: unknown[]) => Promise<unknown[]> }) => Promise<unknown>} act uses
 *   a database that finds nothing
 * @returns {Promise<Statement>} its only statement
 */
export async function statementOf(act) {
  /** @type {Statement | undefined} */
  let statement;
  await act({
    query(sql, parameters) {
      statement = { sql, parameters };
      return Promise.resolve([]);
    },
  });
  if (!statement) throw new Error('Nothing was asked');
  return statement;
}
