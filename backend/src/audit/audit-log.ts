import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor';
import { Clock } from '../clock';
import { Database, type SqlValue, type Tx } from '../database/database';
import { uuidv7 } from '../database/uuid';
import type { ClientInfo } from '../http/client-info';
import type { Action, Outcome, SubjectKind } from './actions';
import { AuditSealer } from './audit-sealer';
import { sha256 } from './chain';

/** Who did it, and from where. A `Caller` is one. */
export interface AuditSource {
  /** Null for somebody whom nobody knows. */
  readonly actor: (Pick<Actor, 'userId' | 'role'> & Partial<Pick<Actor, 'apiKeyId'>>) | null;
  readonly client: ClientInfo;
}

/** What is recorded of an act. Never a secret. */
export interface AuditRecord {
  readonly action: Action;
  /** `success` if nothing is said. */
  readonly outcome?: Outcome;
  readonly subject?: { readonly kind: SubjectKind; readonly id: string };
  /** What the act changed, as it was. */
  readonly before?: Readonly<Record<string, unknown>>;
  /** And as it is now. */
  readonly after?: Readonly<Record<string, unknown>>;
}

/** In characters; what is longer says how long it was. */
const MAX_VALUE_LENGTH = 1_000;
const COLUMNS =
  'id, occurred_at, actor_id, actor_role, action, subject_kind, subject_id, outcome, request_id, details, details_hash';

/**
 * The record of what happened. An event is written in the unit of work of its act: both are there, or neither is.
 * @see docs/decisions/0017-events-sealed-after-their-commit.md
 */
@Injectable()
export class AuditLog {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly sealer: AuditSealer,
  ) {}

  /** Records one event an entry in the unit of work of the act. */
  async record(tx: Tx, ...entries: readonly (AuditRecord & { readonly by: AuditSource })[]): Promise<void> {
    const { sql, parameters } = this.insertOf(entries);
    tx.afterCommit(() => this.sealer.wake());
    await tx.execute(sql, parameters);
  }

  /** For what changes nothing else, such as an attempt that was refused. @throws DatabaseUnavailable */
  async recordAlone(entry: AuditRecord & { readonly by: AuditSource }): Promise<void> {
    const { sql, parameters } = this.insertOf([entry]);
    await this.database.execute(sql, parameters);
    this.sealer.wake();
  }

  private insertOf(entries: readonly (AuditRecord & { by: AuditSource })[]): { sql: string; parameters: SqlValue[] } {
    const now = this.clock.now();
    const rows = entries.map(({ by, action, outcome = 'success', subject, before, after }) => {
      const details = detailsOf(by, before, after);
      const who = [by.actor?.userId ?? null, by.actor?.role ?? null];
      const what = [action, subject?.kind ?? null, subject?.id ?? null, outcome];
      return [uuidv7(now), now, ...who, ...what, by.client.requestId, details, sha256(details)];
    });
    const marks = rows.map((row) => `(${row.map(() => '?').join(', ')})`);
    return { sql: `INSERT INTO audit_events (${COLUMNS}) VALUES ${marks.join(', ')}`, parameters: rows.flat() };
  }
}

/** The salt keeps what was erased from being guessed by its hash. */
function detailsOf({ actor, client }: AuditSource, before: AuditRecord['before'], after: AuditRecord['after']): string {
  const salt = randomBytes(16).toString('base64url');
  const apiKeyId = actor?.apiKeyId ?? undefined;
  const { ip, userAgent } = client;
  return JSON.stringify({ salt, ip, userAgent, apiKeyId, before: brief(before), after: brief(after) });
}

function brief(values: Readonly<Record<string, unknown>> | undefined): object | undefined {
  if (!values) return undefined;
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, briefValue(value)]));
}

function briefValue(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const characters = Array.from(value);
  if (characters.length <= MAX_VALUE_LENGTH) return value;
  return `${characters.slice(0, MAX_VALUE_LENGTH).join('')}… (${characters.length} characters)`;
}

/** The parts of two states that differ, or undefined when none does. */
export function changesBetween(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Required<Pick<AuditRecord, 'before' | 'after'>> | undefined {
  const changed = Object.keys(after).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  if (changed.length === 0) return undefined;
  const pick = (from: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(changed.map((name) => [name, from[name]]));
  return { before: pick(before), after: pick(after) };
}
