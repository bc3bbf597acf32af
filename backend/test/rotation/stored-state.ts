import { createConnection } from 'mysql2/promise';
import type { Database } from '../../src/database/database';
import type { Row, State } from './world';

interface RawRow {
  id: string;
  generation: number;
  confirmed_generation: number;
  recent_rotations: string;
  last_used_at: number;
  idle_expires_at: number;
  expires_at: number;
  ended_at: number | null;
  ended_reason: string | null;
  disabled_at: number | null;
}

/** @param ids of all sessions of this user, in the order in which they are numbered */
export async function readState(database: Database, userId: string, ids: readonly string[]): Promise<State> {
  const raws = await database.query<RawRow>(
    `SELECT s.id, s.generation, s.confirmed_generation, s.recent_rotations, s.last_used_at, s.idle_expires_at,
       s.expires_at, s.ended_at, s.ended_reason, u.disabled_at
     FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.id = ?`,
    [userId],
  );
  const byId = new Map(raws.map((raw) => [raw.id, raw]));
  return { isDisabled: raws[0]!.disabled_at !== null, rows: ids.map((id) => rowOf(byId.get(id)!)) };
}

function rowOf(raw: RawRow): Row {
  return {
    generation: raw.generation,
    confirmedGeneration: raw.confirmed_generation,
    recentRotations: JSON.parse(raw.recent_rotations) as [number, number][],
    lastUsedAt: raw.last_used_at,
    idleExpiresAt: raw.idle_expires_at,
    expiresAt: raw.expires_at,
    endedReason: raw.ended_at === null ? null : raw.ended_reason,
  };
}

const FINAL_COLUMNS = ['generation', 'ended_at', 'ended_reason'];
const IS_LATE = `OLD.ended_at IS NOT NULL AND (${FINAL_COLUMNS.map((it) => `NEW.${it} <> OLD.${it}`).join(' OR ')})`;
const MESSAGE = 'a session that had ended was rotated or ended again';

/**
 * Lets the database refuse to rotate or end a session that has ended. Nobody who asks the product could see it happen:
 * the answers are as if it had come first.
 */
export async function refuseLateChanges(database: Database, url: string): Promise<void> {
  if (database.kind === 'sqlite') {
    const refusal = `BEGIN SELECT RAISE(ABORT, '${MESSAGE}'); END`;
    await database.execute(`CREATE TRIGGER late BEFORE UPDATE ON sessions WHEN ${IS_LATE} ${refusal}`);
    return;
  }
  // Not every server takes this as a prepared statement.
  const connection = await createConnection(url);
  const refusal = `SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '${MESSAGE}'`;
  try {
    await connection.query(
      `CREATE TRIGGER late BEFORE UPDATE ON sessions FOR EACH ROW IF ${IS_LATE} THEN ${refusal}; END IF`,
    );
  } finally {
    await connection.end();
  }
}
