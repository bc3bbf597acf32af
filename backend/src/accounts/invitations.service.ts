import { Injectable } from '@nestjs/common';
import { type Actor, can } from '../access/actor';
import type { Caller } from '../access/caller';
import { requireFreshProof } from '../access/fresh-proof';
import { USER_ROLE } from '../access/permissions';
import { AuditLog } from '../audit/audit-log';
import { Clock } from '../clock';
import { Database, type Tx } from '../database/database';
import { Problem } from '../http/problem';
import type { IdempotentRequest } from '../idempotency/idempotency-key';
import { RememberedAnswers } from '../idempotency/remembered-answers';
import { Outbox } from '../mail/outbox';
import { MailedTokens } from '../mailed-tokens/mailed-tokens';
import { type Account, mailTo, UserAccounts } from '../users/user-accounts';
import { presentUser } from '../users/user.presenter';
import type { UserDto } from '../users/users.dto';
import { UsersService } from '../users/users.service';
import type { InviteDto } from './accounts.dto';

/** Accounts that administrators make for others, who choose their own password. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly accounts: UserAccounts,
    private readonly answers: RememberedAnswers,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly tokens: MailedTokens,
    private readonly users: UsersService,
  ) {}

  /**
   * @throws Problem `conflict` when somebody has the address; `permission_denied` and `validation_failed` as for giving
   * somebody the role; `reauthentication_required` for another role than `USER`
   */
  async invite(
    caller: Caller,
    { email, name, role = USER_ROLE }: InviteDto,
    request: IdempotentRequest | null,
  ): Promise<UserDto> {
    if (role !== USER_ROLE) this.requireMayGiveRoles(caller.actor);
    return this.answers.write(request, async (tx) => {
      await this.users.requireGivable(tx, caller.actor, role);
      const account = await this.accounts.add(tx, { email, name, role, locale: null });
      const subject = { kind: 'user', id: account.id } as const;
      await this.audit.record(tx, { by: caller, action: 'user.create', subject, after: { email, name, role } });
      await this.send(tx, caller, account);
      return presentUser(account);
    });
  }

  /** @throws Problem `not_found`; `permission_denied`; `conflict` for somebody who has proven the address already */
  async inviteAgain(caller: Caller, id: string): Promise<void> {
    await this.database.write(async (tx) => {
      await this.users.personToActOn(tx, caller.actor, id);
      const account = await this.accounts.require(tx, id);
      if (account.status !== 'unverified') {
        throw new Problem('conflict', { detail: 'This person has confirmed the address already, or is disabled.' });
      }
      await this.tokens.revoke(tx, id, ['invitation']);
      await this.audit.record(tx, { by: caller, action: 'user.invite', subject: { kind: 'user', id } });
      await this.send(tx, caller, account);
    });
  }

  /** Else whoever may invite people could make themselves a friend who may do more. */
  private requireMayGiveRoles(actor: Actor): void {
    if (!can(actor, 'users:set-role')) {
      throw new Problem('permission_denied', { detail: 'You may invite people with the role USER only.' });
    }
    requireFreshProof(actor, this.clock.now());
  }

  private async send(tx: Tx, { actor }: Caller, account: Account): Promise<void> {
    const tokenId = await this.tokens.issue(tx, { purpose: 'invitation', userId: account.id });
    const data = { tokenId, name: account.name, inviterName: actor.account.name };
    await this.outbox.send(tx, { ...mailTo(account), kind: 'invitation', data });
  }
}
