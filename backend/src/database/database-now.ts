import type { EngineKind } from './engine';

/** What the clock of the server says, epoch milliseconds. The embedded database has no other clock than ours. */
const DATABASE_NOW: Record<EngineKind, string> = {
  sqlite: 'NULL',
  mysql: 'CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)',
  mariadb: 'CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)',
};

/** As SQL, for `Clock.behind`. */
export function databaseNow(kind: EngineKind): string {
  return DATABASE_NOW[kind];
}
