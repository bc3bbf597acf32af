/** The sessions that are there for raw SQL alone. @see stock.mjs */
export const SESSIONS = `SELECT s.id FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email LIKE 'theirs-%'`;

const IDLE_MS = 14 * 86_400_000;

/** What sessions.service.ts sends for one refresh, twice: to know the session, and to rotate it if nobody else has. */
export const READ = `
  SELECT s.id, s.token_salt, s.generation, s.confirmed_generation, s.recent_rotations, s.idle_expires_at, s.expires_at,
         s.ended_at, u.id AS user_id, u.email, u.name, u.disabled_at, u.role_key, r.grants
  FROM sessions s
  JOIN users u ON u.id = s.user_id
  JOIN roles r ON r.\`key\` = u.role_key
  WHERE s.id = ?`;

export const ROTATE = `
  UPDATE sessions SET generation = generation + 1, recent_rotations = ?, last_used_at = ?, idle_expires_at = ?
  WHERE id = ? AND generation = ? AND ended_at IS NULL AND expires_at > ? AND idle_expires_at > ?`;

/**
 * The parameters of {@link ROTATE}.
 * @param {{ id: string, generation: number }} row as read
 */
export function rotation({ id, generation }) {
  const now = Date.now();
  return [JSON.stringify([[generation, now]]), now, now + IDLE_MS, id, generation, now, now];
}
