import { grantsOf } from '../access/permissions';
import { databaseNow } from '../database/database-now';
import type { EngineKind } from '../database/engine';
import type { EndedReason } from '../http/problem';
import { isOver, type Rotation, type RotationState } from './rotation';
import type { TokenSource } from './token-pairs';

/** What is read to decide over a refresh token. */
export type SessionRow = RotationState &
  TokenSource & {
    readonly endedReason: EndedReason | null;
    /** By the clock of the database server when it was read; null where there is none. */
    readonly databaseNow: number | null;
  };

export interface RawRow {
  database_now: number | null;
  id: string;
  token_salt: string;
  generation: number;
  confirmed_generation: number;
  recent_rotations: string;
  idle_expires_at: number;
  expires_at: number;
  ended_at: number | null;
  ended_reason: EndedReason | null;
  user_id: string;
  email: string;
  name: string;
  disabled_at: number | null;
  role_key: string;
  grants: string;
}

export const selectRows = (kind: EngineKind, ids: string): string => `
  SELECT ${databaseNow(kind)} AS database_now, s.id, s.token_salt, s.generation, s.confirmed_generation, s.recent_rotations, s.idle_expires_at, s.expires_at,
         s.ended_at, s.ended_reason, u.id AS user_id, u.email, u.name, u.disabled_at, u.role_key, r.grants
  FROM sessions s
  JOIN users u ON u.id = s.user_id
  JOIN roles r ON r.\`key\` = u.role_key
  WHERE s.id IN (${ids})`;

export function sessionRow(raw: RawRow): SessionRow {
  return {
    id: raw.id,
    salt: raw.token_salt,
    generation: raw.generation,
    confirmedGeneration: raw.confirmed_generation,
    recentRotations: JSON.parse(raw.recent_rotations) as Rotation[],
    idleExpiresAt: raw.idle_expires_at,
    expiresAt: raw.expires_at,
    endedAt: raw.ended_at,
    endedReason: raw.ended_reason,
    databaseNow: raw.database_now,
    isUserDisabled: raw.disabled_at !== null,
    user: {
      id: raw.user_id,
      email: raw.email,
      name: raw.name,
      role: raw.role_key,
      grants: grantsOf(raw.role_key, raw.grants),
    },
  };
}

/** @returns undefined for a session that is not over: then the token is from a future that a restored backup forgot */
export function reasonOf(row: SessionRow, now: number): EndedReason | undefined {
  if (row.endedReason !== null) return row.endedReason;
  if (row.isUserDisabled) return 'disabled';
  return isOver(row, now) ? 'expired' : undefined;
}
