import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log';
import { Passwords } from '../auth/passwords';
import { Clock } from '../clock';
import { Database, type Tx } from '../database/database';
import type { ClientInfo } from '../http/client-info';
import type { Mail } from '../mail/mails';
import { occasionOf } from '../mail/occasion';
import { type Intent, Outbox } from '../mail/outbox';
import { type MailedToken, MailedTokens } from '../mailed-tokens/mailed-tokens';
import { SessionsService } from '../sessions/sessions.service';
import { MailThrottle } from '../throttle/mail-throttle';
import { type Account, actorOf, mailTo, UserAccounts } from '../users/user-accounts';
import type { InspectedTokenDto, InspectTokenDto, ResetPasswordDto } from './accounts.dto';

/** A way back in for somebody who lost the password, and the first one for somebody who was invited. */
@Injectable()
export class RecoveryService implements OnModuleInit {
  constructor(
    private readonly accounts: UserAccounts,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly passwords: Passwords,
    private readonly sessions: SessionsService,
    private readonly throttle: MailThrottle,
    private readonly tokens: MailedTokens,
  ) {}

  onModuleInit(): void {
    this.outbox.resolveWith('recovery', (tx, intent) => this.recover(tx, intent));
  }

  /** Leaves a note in the outbox, whoever has the address. */
  async forgot(email: string, client: ClientInfo): Promise<void> {
    await this.throttle.visit(client);
    await this.outbox.intend({ kind: 'recovery', to: email, client, data: {} });
  }

  /**
   * Sets a password with a link from a mail, which proves the address too, and ends every session.
   * @throws Problem `validation_failed` on `token` or `newPassword`
   */
  async reset({ token, newPassword }: ResetPasswordDto, client: ClientInfo): Promise<void> {
    const { token: found } = await this.tokens.inspect(token, 'reset-password', 'invitation');
    const person = found && (await this.accounts.findById(this.database, found.userId));
    // Without a person the policy is asked all the same: the answer then is about the link, from `use` below.
    if (person) await this.passwords.checkPolicy(newPassword, person, 'newPassword');
    const passwordHash = found ? await this.passwords.hash(newPassword) : '';
    await this.database.write(async (tx) => {
      const used = await this.tokens.use(tx, token, 'reset-password', 'invitation');
      const account = await this.accounts.require(tx, used.userId);
      await this.accounts.verify(tx, account, { passwordHash });
      await this.sessions.endAllOf(tx, account.id, 'password_changed');
      await this.tokens.revoke(tx, account.id, ['reset-password', 'invitation', 'verify-email', 'confirm-email']);
      await this.recordReset(tx, used, account, client);
    });
  }

  /** What a link is good for, without using it; about whom only to its holder. */
  async inspect({ token, purpose }: InspectTokenDto): Promise<InspectedTokenDto> {
    const { state, token: found } = await this.tokens.inspect(token, purpose);
    const account = found && (await this.accounts.findById(this.database, found.userId));
    if (!found || !account) return { state };
    const { newEmail, oldEmail, name = account.name } = found.data;
    return { state, email: newEmail ?? oldEmail ?? account.email, name };
  }

  private async recordReset(tx: Tx, { purpose }: MailedToken, account: Account, client: ClientInfo): Promise<void> {
    const by = { actor: actorOf(account), client };
    const subject = { kind: 'user', id: account.id } as const;
    if (purpose === 'invitation') {
      await this.audit.record(tx, { by, action: 'user.accept-invitation', subject });
      return;
    }
    await this.audit.record(tx, { by, action: 'password.reset', subject });
    const occasion = occasionOf(account.name, client, this.clock.now());
    await this.outbox.send(tx, { ...mailTo(account), kind: 'password-changed', data: occasion });
  }

  private async recover(tx: Tx, { to: email, client }: Intent): Promise<readonly Mail[]> {
    const account = await this.accounts.findByEmail(tx, email);
    if (!account || account.status === 'disabled') return [];
    if (!(await this.throttle.mayMail(tx, 'recovery', email))) return [];
    const subject = { kind: 'user', id: account.id } as const;
    await this.audit.record(tx, { by: { actor: null, client }, action: 'password.forget', subject });
    const tokenId = await this.tokens.issue(tx, { purpose: 'reset-password', userId: account.id });
    return [{ ...mailTo(account), kind: 'reset-password', data: { tokenId, name: account.name } }];
  }
}
