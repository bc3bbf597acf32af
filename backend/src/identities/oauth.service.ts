import { Injectable } from '@nestjs/common';
import { USER_ROLE } from '../access/permissions';
import { ApiKeysService } from '../api-keys/api-keys.service';
import { AuditLog } from '../audit/audit-log';
import { newDeviceMails } from '../auth/new-device-mails';
import { presentTokens } from '../auth/present-tokens';
import type { TokenPairDto } from '../auth/auth.dto';
import { Clock } from '../clock';
import { Database, type Tx } from '../database/database';
import type { ClientInfo } from '../http/client-info';
import { Problem } from '../http/problem';
import { textFault, tidyText } from '../http/text';
import { Outbox } from '../mail/outbox';
import { MailedTokens, PURPOSES } from '../mailed-tokens/mailed-tokens';
import { SessionStartService } from '../sessions/session-start.service';
import type { IssuedTokens } from '../sessions/token-pairs';
import { SessionsService } from '../sessions/sessions.service';
import { LinkThrottle } from '../throttle/link-throttle';
import { type Account, actorOf, UserAccounts } from '../users/user-accounts';
import { USER_NAME_MAX_LENGTH } from '../users/users.dto';
import { UsersService } from '../users/users.service';
import { againAfterConflict, IdentityRows } from './identity-rows';
import { failureOf, type Proven, type ProviderProof } from './proofs';
import { ProviderProofs } from './provider-proofs';

/**
 * Signing in by the word of a provider. Whose account it is follows from the provider's own name for the person; an
 * address that the provider has verified finds or makes an account the first time, and never one that somebody else has proven.
 * @see docs/decisions/0040-sign-in-with-providers.md
 */
@Injectable()
export class OauthService {
  constructor(
    private readonly accounts: UserAccounts,
    private readonly apiKeys: ApiKeysService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly identities: IdentityRows,
    private readonly outbox: Outbox,
    private readonly proofs: ProviderProofs,
    private readonly sessions: SessionsService,
    private readonly starts: SessionStartService,
    private readonly throttle: LinkThrottle,
    private readonly tokens: MailedTokens,
    private readonly users: UsersService,
  ) {}

  /**
   * @throws Problem `permission_denied` for anybody but the web app; `invalid_proof`; `email_not_verified`;
   * `account_exists` when the address is that of somebody who must sign in as before and link it; `invalid_credentials` for
   * whoever may not sign in; `unavailable` when the provider is away; `too_many_requests`
   */
  async signIn(providerId: string, proof: ProviderProof, client: ClientInfo): Promise<TokenPairDto> {
    this.proofs.settingsOf(providerId);
    requireWebApp(client);
    try {
      return await this.throttle.guard(client, async () => {
        const proven = await this.proofs.verify(providerId, proof);
        // Of two first times one is asked again, and so is whoever comes while somebody proves the address.
        const start = () => this.database.write((tx) => this.start(tx, proven, client));
        return presentTokens(await againAfterConflict(start));
      });
    } catch (error) {
      const reason = failureOf(error);
      if (reason !== undefined) await this.recordFailure(providerId, reason, client);
      throw error;
    }
  }

  private async start(tx: Tx, proven: Proven, client: ClientInfo): Promise<IssuedTokens> {
    await this.identities.use(tx, proven);
    const known = await this.identities.find(tx, proven);
    if (known) await this.identities.noteUse(tx, known, proven);
    const userId = known?.userId ?? (await this.firstTime(tx, proven, client));
    const user = await this.users.findCredentials(userId, tx);
    if (!user || !(await this.users.recordSignIn(tx, user, this.clock.now()))) throw new Problem('invalid_credentials');
    const [issued] = await this.starts.start(tx, [{ user, client }]);
    if (!issued) throw new Problem('internal_error');
    const by = { actor: { userId, role: user.role }, client };
    const subject = { kind: 'user', id: userId } as const;
    await this.audit.record(tx, { by, action: 'session.start', subject, after: { provider: proven.provider } });
    await this.outbox.send(tx, ...newDeviceMails([{ user, client }], this.clock.now()));
    return issued;
  }

  /** @returns whose account it is from now on */
  private async firstTime(tx: Tx, proven: Proven, client: ClientInfo): Promise<string> {
    const { email, isEmailVerified, provider } = proven;
    // An address that anybody may claim at the provider decides nothing here.
    if (email === null || !isEmailVerified) throw new Problem('email_not_verified');
    const found = await this.accounts.findByEmail(tx, email);
    if (found?.status === 'disabled') throw new Problem('invalid_credentials');
    // Asked again: another first time of theirs may have ended between the two questions.
    if (found?.status === 'active') {
      throw new Problem((await this.identities.find(tx, proven)) ? 'conflict' : 'account_exists');
    }
    // Held, or whoever proves the address at this moment would lose what is theirs.
    if (found && !(await this.accounts.holdUnproven(tx, found.id))) throw new Problem('conflict');
    const account =
      found ?? (await this.accounts.add(tx, { email, name: nameOf(proven), role: USER_ROLE, locale: null }));
    const by = { actor: actorOf(account), client };
    const subject = { kind: 'user', id: account.id } as const;
    if (found) await this.takeOver(tx, account, proven);
    else await this.accounts.verify(tx, account);
    await this.identities.add(tx, account.id, proven);
    const action = found ? 'user.verify' : 'user.register';
    await this.audit.record(
      tx,
      { by, action, subject, after: { provider } },
      { by, action: 'identity.link', subject, after: { provider, email } },
    );
    return account.id;
  }

  /**
   * Nobody has proven the address before: what is there was chosen by whoever typed it, perhaps to wait for its owner.
   * Nothing of it stays but the role that an administrator gave.
   * @see Sudhodanan and Paverd, "Pre-hijacked accounts", USENIX Security 2022
   */
  private async takeOver(tx: Tx, account: Account, proven: Proven): Promise<void> {
    await this.sessions.endAllOf(tx, account.id, 'revoked');
    await this.apiKeys.dropAllOf(tx, account.id);
    await this.identities.dropAllOf(tx, account.id);
    await this.tokens.revoke(tx, account.id, PURPOSES);
    await this.accounts.verify(tx, account, { name: nameOf(proven), passwordHash: null });
  }

  private async recordFailure(provider: string, reason: string, client: ClientInfo): Promise<void> {
    const by = { actor: null, client };
    await this.audit.recordAlone({ by, action: 'session.start', outcome: 'failure', after: { provider, reason } });
  }
}

/** Whoever holds a proof could sign in as somebody; where it came from is for the web app to see to. */
export function requireWebApp({ isWebApp }: ClientInfo): void {
  if (!isWebApp) throw new Problem('permission_denied', { detail: 'Only the web app brings proofs of providers.' });
}

/** What the provider calls them, if people here could call themselves so. */
function nameOf({ name, email }: Proven): string {
  const text = tidyText(name ?? '');
  const fault = textFault(text, { max: USER_NAME_MAX_LENGTH });
  return fault === undefined ? text : (email ?? '').replace(/@.*$/, '');
}
