import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../access/caller';
import { ApiKeysService } from '../api-keys/api-keys.service';
import { AuditLog } from '../audit/audit-log';
import { PasswordProof } from '../auth/password-proof';
import { Database, type Tx } from '../database/database';
import type { ClientInfo } from '../http/client-info';
import { invalidField } from '../http/problem';
import { IdentityRows } from '../identities/identity-rows';
import type { Mail } from '../mail/mails';
import { type Intent, Outbox } from '../mail/outbox';
import { MailedTokens } from '../mailed-tokens/mailed-tokens';
import { SessionsService } from '../sessions/sessions.service';
import { MailThrottle } from '../throttle/mail-throttle';
import { actorOf, mailTo, UserAccounts } from '../users/user-accounts';
import type { ChangeEmailDto } from './accounts.dto';

/** Another address: asked for with the password, confirmed at the new one, undone from the old one. */
@Injectable()
export class EmailChangeService implements OnModuleInit {
  constructor(
    private readonly accounts: UserAccounts,
    private readonly apiKeys: ApiKeysService,
    private readonly audit: AuditLog,
    private readonly database: Database,
    private readonly identities: IdentityRows,
    private readonly outbox: Outbox,
    private readonly proof: PasswordProof,
    private readonly sessions: SessionsService,
    private readonly throttle: MailThrottle,
    private readonly tokens: MailedTokens,
  ) {}

  onModuleInit(): void {
    this.outbox.resolveWith('email-change', (tx, intent) => this.announce(tx, intent));
  }

  /** Answers alike whether or not somebody has the new address. @throws Problem `validation_failed` */
  async request(caller: Caller, { newEmail, currentPassword }: ChangeEmailDto): Promise<void> {
    const { userId, account } = caller.actor;
    await this.proof.require(caller, currentPassword, 'currentPassword', 'email.request-change');
    if (newEmail === account.email) throw invalidField('newEmail', 'unchanged', 'This is your address already.');
    await this.database.write(async (tx) => {
      await this.audit.record(tx, {
        by: caller,
        action: 'email.request-change',
        subject: { kind: 'user', id: userId },
        after: { email: newEmail },
      });
      await this.outbox.intendIn(tx, { kind: 'email-change', to: newEmail, client: caller.client, data: { userId } });
    });
  }

  /** @throws Problem `validation_failed` on `token`; `conflict` when somebody took the address in the meantime */
  async confirm(token: string, client: ClientInfo): Promise<void> {
    await this.database.write(async (tx) => {
      const { userId, data } = await this.tokens.use(tx, token, 'confirm-email');
      const account = await this.accounts.require(tx, userId);
      const { newEmail = '' } = data;
      await this.accounts.setEmail(tx, account, newEmail);
      // Links that went to the old address open nothing any more, but for the one that leads back.
      await this.tokens.revoke(tx, userId, ['confirm-email', 'reset-password', 'verify-email', 'invitation']);
      await this.audit.record(tx, {
        by: { actor: actorOf(account), client },
        action: 'email.change',
        subject: { kind: 'user', id: userId },
        before: { email: account.email },
        after: { email: newEmail },
      });
      const undo = { purpose: 'undo-email', userId, data: { oldEmail: account.email } } as const;
      const tokenId = await this.tokens.issue(tx, undo);
      const mail = { tokenId, name: account.name, newEmail };
      await this.outbox.send(tx, { ...mailTo(account), kind: 'email-changed', data: mail });
    });
  }

  /**
   * Gives the account back to its old address. Whoever changed it knew the password, so that is gone, too, with all else
   * that they may have left to come in by; a link for a new one goes to the old address.
   * @throws Problem `validation_failed` on `token`; `conflict` when somebody took the old address in the meantime
   */
  async undo(token: string, client: ClientInfo): Promise<void> {
    await this.database.write(async (tx) => {
      const { id, userId, data } = await this.tokens.use(tx, token, 'undo-email');
      const account = await this.accounts.require(tx, userId);
      const { oldEmail = '' } = data;
      await this.accounts.setEmail(tx, account, oldEmail, { passwordHash: null });
      await this.sessions.endAllOf(tx, userId, 'revoked');
      await this.apiKeys.dropAllOf(tx, userId);
      await this.identities.dropAllOf(tx, userId);
      await this.tokens.revoke(tx, userId, ['confirm-email', 'reset-password', 'verify-email', 'invitation']);
      // Not the earlier ones: a thief who changed the address twice must not bar the way back to the first.
      await this.tokens.revoke(tx, userId, ['undo-email'], id);
      await this.audit.record(tx, {
        by: { actor: actorOf(account), client },
        action: 'email.undo',
        subject: { kind: 'user', id: userId },
        before: { email: account.email },
        after: { email: oldEmail },
      });
      const tokenId = await this.tokens.issue(tx, { purpose: 'reset-password', userId });
      const owner = mailTo({ ...account, email: oldEmail });
      await this.outbox.send(tx, { ...owner, kind: 'reset-password', data: { tokenId, name: account.name } });
    });
  }

  private async announce(tx: Tx, { to: newEmail, data }: Intent): Promise<readonly Mail[]> {
    const account = await this.accounts.findById(tx, data.userId ?? '');
    if (!account || account.status !== 'active' || account.email === newEmail) return [];
    if (!(await this.throttle.mayMail(tx, 'email-change', account.id))) return [];
    const { name } = account;
    const notice: Mail = { ...mailTo(account), kind: 'email-change-requested', data: { name, newEmail } };
    const other = await this.accounts.findByEmail(tx, newEmail);
    if (other) return [notice, { ...mailTo(other), kind: 'already-registered', data: { name: other.name } }];
    await this.tokens.revoke(tx, account.id, ['confirm-email']);
    const tokenId = await this.tokens.issue(tx, { purpose: 'confirm-email', userId: account.id, data: { newEmail } });
    const asked = mailTo({ ...account, email: newEmail });
    return [notice, { ...asked, kind: 'confirm-email', data: { tokenId, name } }];
  }
}
