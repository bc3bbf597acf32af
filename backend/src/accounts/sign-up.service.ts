import { Injectable, type OnModuleInit } from '@nestjs/common';
import { USER_ROLE } from '../access/permissions';
import { AuditLog } from '../audit/audit-log';
import { Passwords } from '../auth/passwords';
import { Database, type Tx } from '../database/database';
import type { ClientInfo } from '../http/client-info';
import type { Mail } from '../mail/mails';
import { type Intent, Outbox } from '../mail/outbox';
import { MailedTokens } from '../mailed-tokens/mailed-tokens';
import { MailThrottle } from '../throttle/mail-throttle';
import { type Account, actorOf, mailTo, UserAccounts } from '../users/user-accounts';
import type { RegisterDto } from './accounts.dto';

/**
 * Sign-up, until the address is proven. A request leaves a note in the outbox and nothing else, so that it takes as long
 * for an address that somebody has as for any other; who has it is found out when the note is read.
 * @see docs/decisions/0024-links-in-mails.md
 */
@Injectable()
export class SignUpService implements OnModuleInit {
  constructor(
    private readonly accounts: UserAccounts,
    private readonly audit: AuditLog,
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly passwords: Passwords,
    private readonly throttle: MailThrottle,
    private readonly tokens: MailedTokens,
  ) {}

  onModuleInit(): void {
    this.outbox.resolveWith('sign-up', (tx, intent) => this.signUp(tx, intent));
    this.outbox.resolveWith('verification', (tx, intent) => this.sendAgain(tx, intent));
  }

  /** @throws Problem `validation_failed` for a password that will not do; `unavailable` when too many are hashed */
  async register({ email, password, name, locale }: RegisterDto, client: ClientInfo): Promise<void> {
    await this.throttle.visit(client);
    await this.passwords.checkPolicy(password, { email, name }, 'password');
    const passwordHash = await this.passwords.hash(password);
    const data = { name, passwordHash, ...(locale !== undefined && { locale }) };
    await this.outbox.intend({ kind: 'sign-up', to: email, client, data });
  }

  async resendVerification(email: string, client: ClientInfo): Promise<void> {
    await this.throttle.visit(client);
    await this.outbox.intend({ kind: 'verification', to: email, client, data: {} });
  }

  /**
   * Proves the address. The name and the password are those of the sign-up that this very link belongs to: what a
   * stranger typed earlier for the same address is never in force.
   * @throws Problem `validation_failed` on `token`
   */
  async verify(token: string, client: ClientInfo): Promise<void> {
    await this.database.write(async (tx) => {
      const { userId, data } = await this.tokens.use(tx, token, 'verify-email');
      const account = await this.accounts.require(tx, userId);
      const { name, passwordHash } = data;
      await this.accounts.verify(tx, account, { name, passwordHash });
      await this.tokens.revoke(tx, userId, ['verify-email', 'invitation', 'reset-password']);
      const subject = { kind: 'user', id: userId } as const;
      await this.audit.record(tx, { by: { actor: actorOf(account), client }, action: 'user.verify', subject });
    });
  }

  private async signUp(tx: Tx, { to: email, client, data }: Intent): Promise<readonly Mail[]> {
    const { name = '', passwordHash = '', locale = null } = data;
    const found = await this.accounts.findByEmail(tx, email);
    if (found?.status === 'disabled' || !(await this.throttle.mayMail(tx, 'sign-up', email))) return [];
    if (found?.status === 'active')
      return [{ ...mailTo(found), kind: 'already-registered', data: { name: found.name } }];
    const account = found ?? (await this.accounts.add(tx, { email, name, role: USER_ROLE, locale }));
    const subject = { kind: 'user', id: account.id } as const;
    await this.audit.record(tx, { by: { actor: null, client }, action: 'user.register', subject });
    // Somebody was invited or imported with this address, perhaps as more than a USER: nobody else chooses their password.
    const isOthers = found && (await this.tokens.latestData(tx, found.id, 'verify-email')) === undefined;
    if (isOthers) return [await this.recoveryFor(tx, account)];
    return [await this.verificationFor(tx, account, { name, passwordHash })];
  }

  private async sendAgain(tx: Tx, { to: email, client }: Intent): Promise<readonly Mail[]> {
    const account = await this.accounts.findByEmail(tx, email);
    if (account?.status !== 'unverified' || !(await this.throttle.mayMail(tx, 'verification', email))) return [];
    const data = await this.tokens.latestData(tx, account.id, 'verify-email');
    const subject = { kind: 'user', id: account.id } as const;
    await this.audit.record(tx, { by: { actor: null, client }, action: 'user.request-verification', subject });
    return [await this.verificationFor(tx, account, data)];
  }

  private async recoveryFor(tx: Tx, account: Account): Promise<Mail> {
    const tokenId = await this.tokens.issue(tx, { purpose: 'reset-password', userId: account.id });
    return { ...mailTo(account), kind: 'reset-password', data: { tokenId, name: account.name } };
  }

  private async verificationFor(tx: Tx, account: Account, data: Record<string, string> = {}): Promise<Mail> {
    const tokenId = await this.tokens.issue(tx, { purpose: 'verify-email', userId: account.id, data });
    return { ...mailTo(account), kind: 'verify-email', data: { tokenId } };
  }
}
