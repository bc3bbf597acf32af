import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller';
import { AuditLog, type AuditSource } from '../audit/audit-log';
import { PasswordProof } from '../auth/password-proof';
import { Clock } from '../clock';
import { Database, type Tx } from '../database/database';
import type { ClientInfo } from '../http/client-info';
import { Problem } from '../http/problem';
import { Outbox } from '../mail/outbox';
import { LIFETIMES_MS, MailedTokens } from '../mailed-tokens/mailed-tokens';
import { SessionsService } from '../sessions/sessions.service';
import { type Account, actorOf, mailTo, UserAccounts } from '../users/user-accounts';
import { UserEnds } from '../users/user-ends';
import type { UserDto } from '../users/users.dto';
import { UsersService } from '../users/users.service';

/** Between the wish and the erasure; the link in the mail that takes it back works as long. */
const GRACE_MS = LIFETIMES_MS['keep-account'];

/** The wish that an account be deleted, one's own or another's, and taking it back. {@link Eraser} does the rest. */
@Injectable()
export class DeletionsService {
  constructor(
    private readonly accounts: UserAccounts,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly ends: UserEnds,
    private readonly outbox: Outbox,
    private readonly proof: PasswordProof,
    private readonly sessions: SessionsService,
    private readonly tokens: MailedTokens,
    private readonly users: UsersService,
  ) {}

  /**
   * Ends every session. Whoever signs in again can keep the account until its time has come.
   * @throws Problem `validation_failed` for a wrong password; `conflict` for the last administrator
   */
  async deleteMe(caller: Caller, currentPassword: string): Promise<void> {
    const { userId } = caller.actor;
    await this.proof.require(caller, currentPassword, 'currentPassword', 'user.delete');
    await this.database.write(async (tx) => {
      await this.users.requireAnotherAdministrator(tx, await this.users.lock(tx, userId));
      const account = await this.accounts.require(tx, userId);
      const eraseAt = this.clock.now() + GRACE_MS;
      await this.ends.schedule(tx, account, eraseAt);
      await this.end(tx, caller, account, eraseAt);
      const tokenId = await this.tokens.issue(tx, { purpose: 'keep-account', userId });
      const data = { tokenId, name: account.name, eraseAt };
      await this.outbox.send(tx, { ...mailTo(account), kind: 'deletion-scheduled', data });
    });
  }

  /** Nothing happens when it is not to be deleted. */
  async keepMine(caller: Caller): Promise<void> {
    await this.database.write((tx) => this.keep(tx, caller, caller.actor.userId));
  }

  /** @throws Problem `validation_failed` on `token` */
  async keepByMail(token: string, client: ClientInfo): Promise<void> {
    await this.database.write(async (tx) => {
      const { userId } = await this.tokens.use(tx, token, 'keep-account');
      const account = await this.accounts.require(tx, userId);
      await this.keep(tx, { actor: actorOf(account), client }, userId);
    });
  }

  /**
   * Lets somebody's account be deleted, and keeps them out at once. They get no link to keep it. Repeats do no harm.
   * @throws Problem `permission_denied` for oneself and for people who hold more; `not_found`; `conflict` for the last
   * administrator
   */
  async deleteOther(caller: Caller, id: string): Promise<void> {
    if (id === caller.actor.userId) {
      throw new Problem('permission_denied', { detail: 'Delete your own account with your own password.' });
    }
    await this.database.write(async (tx) => {
      const person = await this.users.personToActOn(tx, caller.actor, id);
      if (person.disabledAt !== null && person.eraseAt !== null) return;
      await this.users.requireAnotherAdministrator(tx, person);
      const account = await this.accounts.require(tx, id);
      const eraseAt = this.clock.now() + GRACE_MS;
      await this.ends.scheduleAndDisable(tx, account, eraseAt);
      await this.end(tx, caller, account, eraseAt);
    });
  }

  /**
   * Takes it back, whoever wished it; the person may do again what they might before. Repeats do no harm.
   * @throws Problem `not_found`, `permission_denied`; `conflict` when the erasure has begun
   */
  async restore(caller: Caller, id: string): Promise<UserDto> {
    return this.database.write(async (tx) => {
      const { eraseAt } = await this.users.personToActOn(tx, caller.actor, id);
      if (eraseAt !== null) {
        if (!(await this.ends.cancel(tx, id))) throw new Problem('conflict', { detail: 'It is being erased already.' });
        await this.tokens.revoke(tx, id, ['keep-account']);
        await this.audit.record(tx, { by: caller, action: 'user.restore', subject: { kind: 'user', id } });
      }
      return this.users.get(id, tx);
    });
  }

  private async keep(tx: Tx, by: AuditSource, userId: string): Promise<void> {
    if (!(await this.ends.cancel(tx, userId))) return;
    await this.tokens.revoke(tx, userId, ['keep-account']);
    await this.audit.record(tx, { by, action: 'user.keep', subject: { kind: 'user', id: userId } });
  }

  private async end(tx: Tx, by: Caller, { id }: Account, eraseAt: number): Promise<void> {
    await this.sessions.endAllOf(tx, id, 'deleted');
    await this.tokens.revoke(tx, id, ['keep-account']);
    const after = { eraseAt: new Date(eraseAt).toISOString() };
    await this.audit.record(tx, { by, action: 'user.delete', subject: { kind: 'user', id }, after });
  }
}
