import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor';
import type { Caller } from '../access/caller';
import { holdsAllOf } from '../access/holds';
import { type Grants, grantsOf } from '../access/permissions';
import { SessionEnder } from '../access/session-ender';
import type { Action } from '../audit/actions';
import { AuditLog, changesBetween } from '../audit/audit-log';
import { Clock } from '../clock';
import { BatchedQuery } from '../database/batched-query';
import { Database, type Tx } from '../database/database';
import { byId } from '../database/parameters';
import { invalidField, Problem } from '../http/problem';
import type { RoleDto } from '../roles/roles.dto';
import { RolesService } from '../roles/roles.service';
import { canonicalEmail } from './email';
import { isActiveAdministrator, refuseLeaving, refuseOneself } from './people-rules';
import { UserRows } from './user-rows';
import { presentMe, presentUser, statusOf, USER_COLUMNS, type UserRow } from './user.presenter';
import { type MeDto, type UpdateMeDto, type UpdateUserDto, type UserDto, type UserStatus } from './users.dto';

/** What signing in needs to know about somebody. Never leaves the API. */
export interface UserCredentials {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  /** Key of the role. */
  readonly role: string;
  readonly grants: Grants;
  readonly status: UserStatus;
  /** Null for somebody who has never set a password. */
  readonly passwordHash: string | null;
  readonly locale: string | null;
  /** Whether this is not their first time. */
  readonly hasSignedIn: boolean;
}

/** Somebody who proved to know their password. */
export interface VerifiedSignIn {
  /** As they were when it was verified. */
  readonly user: UserCredentials;
  /** The hash to keep from now on. */
  readonly passwordHash: string;
}

interface CredentialsRow extends UserRow {
  grants: string;
  passwordHash: string | null;
}

/** People's accounts: what they are, and who may change them. The list is in {@link UserListService}. */
@Injectable()
export class UsersService {
  private readonly credentials: BatchedQuery<CredentialsRow>;
  /** What callers see of themselves, written out once for each time they are read. */
  private readonly shown = new WeakMap<Actor, MeDto>();

  constructor(
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly roles: RolesService,
    private readonly rows: UserRows,
    private readonly sessions: SessionEnder,
  ) {
    this.credentials = new BatchedQuery(
      database,
      ({ email }) => email,
      (emails) => selectCredentials(`u.email IN (${emails})`),
    );
  }

  /** @throws Problem `not_found` */
  async get(id: string, source: Pick<Tx, 'query'> = this.database): Promise<UserDto> {
    return presentUser(await this.find(source, id));
  }

  /**
   * Renames, disables, enables. Disabling ends every session in the same unit of work.
   * @throws Problem `permission_denied` for one's own status and for people who hold more; `conflict` for the last
   * administrator, and for enabling somebody who is about to be deleted
   */
  async update(caller: Caller, id: string, { name, disabled }: UpdateUserDto): Promise<UserDto> {
    if (disabled !== undefined) refuseOneself(caller.actor, id);
    return this.database.write(async (tx) => {
      const person = await this.personToActOn(tx, caller.actor, id);
      if (disabled === true) await this.requireAnotherAdministrator(tx, person);
      if (disabled === false) refuseLeaving(person);
      // Also for somebody who is disabled already: their sessions are what it is for.
      const ended = disabled === true ? await this.sessions.endAllOf(tx, id, 'disabled') : 0;
      const isDisabled = person.disabledAt !== null;
      const changes = changesBetween(
        { name: person.name, disabled: isDisabled },
        { name: name ?? person.name, disabled: disabled ?? isDisabled },
      );
      if (!changes && ended === 0) return presentUser(person);
      const now = this.clock.now();
      const disabledAt = disabled === undefined ? undefined : disabled ? (person.disabledAt ?? now) : null;
      await this.rows.change(tx, person, { name, disabledAt, updatedAt: now });
      const action = actionOf(changes?.after ?? { disabled });
      await this.audit.record(tx, { by: caller, action, subject: { kind: 'user', id }, ...changes });
      return presentUser(await this.find(tx, id));
    });
  }

  /**
   * @throws Problem `permission_denied` for oneself, for people who hold more, and for roles that hold more than the caller;
   * `conflict` for the last administrator; `validation_failed` for a role that does not exist
   */
  async setRole(caller: Caller, id: string, roleKey: string): Promise<UserDto> {
    refuseOneself(caller.actor, id);
    return this.database.write(async (tx) => {
      const person = await this.personToActOn(tx, caller.actor, id);
      const role = await this.requireGivable(tx, caller.actor, roleKey);
      if (role.key === person.role) return presentUser(person);
      await this.requireAnotherAdministrator(tx, person);
      await this.rows.change(tx, person, { roleKey: role.key, updatedAt: this.clock.now() });
      const states = { before: { role: person.role }, after: { role: role.key } };
      await this.audit.record(tx, { by: caller, action: 'user.set-role', subject: { kind: 'user', id }, ...states });
      return presentUser(await this.find(tx, id));
    });
  }

  /**
   * The first step of every act on somebody: locks them, and holds the act to the rule that nobody acts on those who
   * hold more than they do.
   * @throws Problem `not_found`, `permission_denied`
   */
  async personToActOn(tx: Tx, actor: Actor, id: string): Promise<UserRow> {
    const person = await this.lock(tx, id);
    const role = await this.roles.find(person.role, tx);
    if (!role || !holdsAllOf(actor, role)) {
      throw new Problem('permission_denied', { detail: 'This person may do more than you may.' });
    }
    return person;
  }

  /**
   * A role that the actor may give somebody.
   * @throws Problem `validation_failed` on `role` when there is none; `permission_denied` when it holds more than the actor
   */
  async requireGivable(tx: Tx, actor: Actor, roleKey: string): Promise<RoleDto> {
    const role = await this.roles.find(roleKey, tx);
    if (!role) throw invalidField('role', 'unknown_role', 'There is no such role.');
    if (!holdsAllOf(actor, role))
      throw new Problem('permission_denied', { detail: 'This role may do more than you may.' });
    return role;
  }

  /** The caller as read to let them in, at most a second ago. */
  getMe(actor: Actor): MeDto {
    const known = this.shown.get(actor);
    if (known) return known;
    const { userId, role, account, grants } = actor;
    const me = presentMe({ ...account, id: userId, role, disabledAt: null }, grants);
    this.shown.set(actor, me);
    return me;
  }

  async updateMe(caller: Caller, { name, locale }: UpdateMeDto): Promise<MeDto> {
    const { userId: id, grants } = caller.actor;
    return this.database.write(async (tx) => {
      const me = await this.find(tx, id);
      const before = { name: me.name, locale: me.locale };
      const changes = changesBetween(before, { name: name ?? me.name, locale: locale ?? me.locale });
      if (!changes) return presentMe(me, grants);
      await this.rows.change(tx, me, { name, locale, updatedAt: this.clock.now() });
      await this.audit.record(tx, { by: caller, action: 'user.update', subject: { kind: 'user', id }, ...changes });
      return presentMe(await this.find(tx, id), grants);
    });
  }

  /** @param email in any spelling; null for what is no address too */
  async findForSignIn(email: string): Promise<UserCredentials | null> {
    const canonical = canonicalEmail(email);
    const row = canonical === null ? undefined : await this.credentials.find(canonical);
    return row ? credentialsOf(row) : null;
  }

  /** @param source the unit of work, when the answer decides over what is written in it */
  async findCredentials(id: string, source: Pick<Tx, 'query'> = this.database): Promise<UserCredentials | null> {
    const [row] = await source.query<CredentialsRow>(selectCredentials('u.id = ?'), [id]);
    return row ? credentialsOf(row) : null;
  }

  /**
   * Notes the moment and the hash to keep, which is the verified one or the same password with today's parameters.
   * @returns of how many people it was noted: not of those whose account or password changed since it was verified
   */
  async recordSignIns(tx: Tx, signIns: readonly VerifiedSignIn[], now: number): Promise<number> {
    // In one order on every instance, so that two of them never wait for each other.
    const ordered = signIns.toSorted((a, b) => (a.user.id < b.user.id ? -1 : 1));
    const hashes = byId(
      ordered,
      ({ user }) => user.id,
      ({ passwordHash }) => passwordHash,
    );
    return tx.execute(
      `UPDATE users SET last_login_at = ?, password_hash = ${hashes.sql}
       WHERE disabled_at IS NULL AND email_verified_at IS NOT NULL
         AND (${ordered.map(() => '(id = ? AND password_hash = ?)').join(' OR ')})`,
      [now, ...hashes.parameters, ...ordered.flatMap(({ user }) => [user.id, user.passwordHash])],
    );
  }

  /** For whoever signed in without a password. @returns false for somebody who may not sign in; then nothing is written */
  async recordSignIn(tx: Tx, { id }: UserCredentials, now: number): Promise<boolean> {
    const sql =
      'UPDATE users SET last_login_at = ? WHERE id = ? AND disabled_at IS NULL AND email_verified_at IS NOT NULL';
    return (await tx.execute(sql, [now, id])) === 1;
  }

  /** @returns false when the password is no longer the one that was verified; then nothing is written */
  async replacePassword(tx: Tx, verified: UserCredentials, passwordHash: string, now: number): Promise<boolean> {
    const changed = await tx.execute(
      `UPDATE users SET password_hash = ?, password_changed_at = ?, version = version + 1, updated_at = ?
       WHERE id = ? AND password_hash = ? AND disabled_at IS NULL`,
      [passwordHash, now, now, verified.id, verified.passwordHash],
    );
    return changed === 1;
  }

  /** Makes it wait for others that change who is an administrator, and finds the person. @throws Problem `not_found` */
  async lock(tx: Tx, id: string): Promise<UserRow> {
    await this.roles.lockAdministrators(tx);
    return this.find(tx, id);
  }

  /** Refuses to take away the last active administrator. Holds only behind the lock of {@link lock}. */
  async requireAnotherAdministrator(tx: Tx, person: UserRow): Promise<void> {
    if (!isActiveAdministrator(person)) return;
    const [other] = await tx.query(
      `SELECT 1 FROM users WHERE role_key = ? AND disabled_at IS NULL AND email_verified_at IS NOT NULL AND erase_at IS NULL
         AND id <> ? LIMIT 1`,
      [person.role, person.id],
    );
    if (!other) {
      throw new Problem('conflict', { detail: 'This is the last active administrator. Make somebody else one first.' });
    }
  }

  private async find(source: Pick<Tx, 'query'>, id: string): Promise<UserRow> {
    const [user] = await source.query<UserRow>(`SELECT ${USER_COLUMNS} FROM users u WHERE u.id = ?`, [id]);
    if (!user) throw new Problem('not_found');
    return user;
  }
}

const selectCredentials = (condition: string): string => `
  SELECT ${USER_COLUMNS}, u.password_hash AS passwordHash, r.grants
  FROM users u JOIN roles r ON r.\`key\` = u.role_key WHERE ${condition}`;

function credentialsOf(row: CredentialsRow): UserCredentials {
  const { id, email, name, role, grants, passwordHash, locale, lastLoginAt } = row;
  const person = { id, email, name, role, locale, passwordHash, hasSignedIn: lastLoginAt !== null };
  return { ...person, grants: grantsOf(role, grants), status: statusOf(row) };
}

/** A change of status is what an administrator looks for, also where the name was changed with it. */
function actionOf({ disabled }: Readonly<Record<string, unknown>>): Action {
  if (disabled === undefined) return 'user.update';
  return disabled ? 'user.disable' : 'user.enable';
}
