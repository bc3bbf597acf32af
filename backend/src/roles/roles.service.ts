import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller';
import { holdsAllOf } from '../access/holds';
import { LiveSessions } from '../access/live-sessions';
import { ADMIN_ROLE, type Grants, grantsOf } from '../access/permissions';
import { AuditLog, changesBetween } from '../audit/audit-log';
import { Clock } from '../clock';
import { Database, type Tx } from '../database/database';
import { invalidField, Problem } from '../http/problem';
import type { IdempotentRequest } from '../idempotency/idempotency-key';
import { RememberedAnswers } from '../idempotency/remembered-answers';
import { parseGrants } from './role-grants';
import type { CreateRoleDto, RoleDto, UpdateRoleDto } from './roles.dto';

interface RoleRow {
  key: string;
  name: string;
  builtIn: number;
  inUse: number;
  grants: string;
  version: number;
}

const COLUMNS = `r.\`key\`, r.name, r.built_in AS builtIn, r.grants, r.version,
  CASE WHEN EXISTS (SELECT 1 FROM users u WHERE u.role_key = r.\`key\`) THEN 1 ELSE 0 END AS inUse`;

/** Roles, built-in and made by administrators. */
@Injectable()
export class RolesService {
  constructor(
    private readonly answers: RememberedAnswers,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly liveSessions: LiveSessions,
  ) {}

  /** The built-in roles first. */
  async list(): Promise<RoleDto[]> {
    const rows = await this.database.query<RoleRow>(
      `SELECT ${COLUMNS} FROM roles r ORDER BY r.built_in DESC, r.\`key\``,
    );
    return rows.map(presentRole);
  }

  /** @param source the unit of work, when the answer decides over what is written in it */
  async find(key: string, source: Pick<Tx, 'query'> = this.database): Promise<RoleDto | null> {
    const [row] = await source.query<RoleRow>(`SELECT ${COLUMNS} FROM roles r WHERE r.\`key\` = ?`, [key]);
    return row ? presentRole(row) : null;
  }

  /** @throws Problem `validation_failed` also for a key that is in use; `permission_denied` for more than the caller holds */
  async create(
    caller: Caller,
    { key, name, grants: input }: CreateRoleDto,
    request: IdempotentRequest | null,
  ): Promise<RoleDto> {
    const grants = parseGrants(input);
    requireHeld(caller, key, grants);
    const now = this.clock.now();
    return this.answers.write(request, async (tx) => {
      await this.lockAdministrators(tx);
      if (await this.find(key, tx)) throw invalidField('key', 'in_use', 'There is a role with this key already.');
      await tx.execute(
        'INSERT INTO roles (`key`, name, built_in, grants, version, created_at, updated_at) VALUES (?, ?, ?, ?, 1, ?, ?)',
        [key, name, 0, JSON.stringify(grants), now, now],
      );
      const subject = { kind: 'role', id: key } as const;
      await this.audit.record(tx, { by: caller, action: 'role.create', subject, after: { name, grants } });
      return this.get(tx, key);
    });
  }

  /**
   * Acts on everybody who has the role, within a second everywhere.
   * @param version the one that the caller saw
   * @throws Problem `not_found`; `conflict` for ADMIN; `version_mismatch` when it has changed since, or no version was
   * given; `permission_denied` for more than the caller holds
   */
  async update(caller: Caller, key: string, version: number | undefined, changes: UpdateRoleDto): Promise<RoleDto> {
    const after = { name: changes.name, grants: parseGrants(changes.grants) };
    requireHeld(caller, key, after.grants);
    return this.database.write(async (tx) => {
      await this.lockAdministrators(tx);
      const role = await this.get(tx, key);
      if (key === ADMIN_ROLE) throw new Problem('conflict', { detail: 'ADMIN holds everything and stays as it is.' });
      if (version !== role.version) throw mismatch(version);
      const { name, grants } = role;
      const changed = changesBetween({ name, grants }, after);
      if (!changed) return role;
      await tx.execute('UPDATE roles SET name = ?, grants = ?, version = version + 1, updated_at = ? WHERE `key` = ?', [
        after.name,
        JSON.stringify(after.grants),
        this.clock.now(),
        key,
      ]);
      tx.afterCommit(() => this.liveSessions.forgetAll());
      await this.audit.record(tx, {
        by: caller,
        action: 'role.update',
        subject: { kind: 'role', id: key },
        ...changed,
      });
      return this.get(tx, key);
    });
  }

  /** @throws Problem `not_found`; `conflict` for a built-in role, and while somebody has it */
  async delete(caller: Caller, key: string): Promise<void> {
    await this.database.write(async (tx) => {
      await this.lockAdministrators(tx);
      const { builtIn, inUse, name, grants } = await this.get(tx, key);
      if (builtIn) throw new Problem('conflict', { detail: 'This role comes with the application.' });
      if (inUse) throw new Problem('conflict', { detail: 'Somebody has this role. Give them another one first.' });
      await tx.execute('DELETE FROM roles WHERE `key` = ?', [key]);
      const subject = { kind: 'role', id: key } as const;
      await this.audit.record(tx, { by: caller, action: 'role.delete', subject, before: { name, grants } });
    });
  }

  /**
   * Lets only one unit of work at a time change who may do what; the others wait for its end. Call it first: what is read
   * after it stays true until the commit. Without it, two administrators who demote each other at once would each still
   * see the other one (write skew), and none would be left; and somebody could be given a role that is being deleted.
   *
   * The row really changes, because a multi-primary cluster finds such a clash only between changed rows. The version
   * is free for it: nobody can edit this role.
   */
  async lockAdministrators(tx: Tx): Promise<void> {
    await tx.execute('UPDATE roles SET version = version + 1 WHERE `key` = ?', [ADMIN_ROLE]);
  }

  private async get(tx: Tx, key: string): Promise<RoleDto> {
    const role = await this.find(key, tx);
    if (!role) throw new Problem('not_found');
    return role;
  }
}

/** Nobody grants more than they hold. */
function requireHeld({ actor }: Caller, key: string, grants: Grants): void {
  if (!holdsAllOf(actor, { key, grants })) {
    throw new Problem('permission_denied', { detail: 'This role would do more than you may.' });
  }
}

function mismatch(version: number | undefined): Problem {
  const detail = version === undefined ? 'Send the ETag of the version you saw as If-Match.' : undefined;
  return new Problem('version_mismatch', { detail });
}

function presentRole({ key, name, builtIn, inUse, grants, version }: RoleRow): RoleDto {
  return {
    key,
    name,
    builtIn: Boolean(builtIn),
    inUse: Boolean(inUse),
    grants: grantsOf(key, grants),
    version,
  };
}
