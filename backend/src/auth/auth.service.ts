import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor';
import type { Caller } from '../access/caller';
import { AuditLog } from '../audit/audit-log';
import { Clock } from '../clock';
import { Database } from '../database/database';
import { ClientInfo } from '../http/client-info';
import { Problem } from '../http/problem';
import { occasionOf } from '../mail/occasion';
import { Outbox } from '../mail/outbox';
import { SessionsService } from '../sessions/sessions.service';
import { type Attempt, SignInThrottle } from '../throttle/sign-in-throttle';
import { accountNameOf } from '../users/email';
import { mailTo, UserAccounts } from '../users/user-accounts';
import { UserCredentials, UsersService } from '../users/users.service';
import { ChangePasswordDto, LoginDto, LogoutDto, TokenPairDto } from './auth.dto';
import { PasswordProof } from './password-proof';
import { Passwords } from './passwords';
import { presentTokens } from './present-tokens';
import { SignIns } from './sign-ins';

/** A hash that changed meanwhile may still be of this password: another sign-in brought its parameters up to date. */
const MAX_ATTEMPTS = 2;

/** Proving who one is: by password now, by other means later. */
@Injectable()
export class AuthService {
  constructor(
    private readonly accounts: UserAccounts,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly passwords: Passwords,
    private readonly proof: PasswordProof,
    private readonly sessions: SessionsService,
    private readonly signIns: SignIns,
    private readonly throttle: SignInThrottle,
    private readonly users: UsersService,
  ) {}

  /**
   * Signs in by e-mail and password.
   * @throws Problem `invalid_credentials` for every reason alike; `too_many_requests`
   */
  async login(credentials: LoginDto, client: ClientInfo): Promise<TokenPairDto> {
    const attempt = await this.throttle.begin(accountNameOf(credentials.email), client);
    try {
      return await this.signIn(credentials, client, attempt);
    } finally {
      attempt.end();
    }
  }

  private async signIn({ email, password }: LoginDto, client: ClientInfo, attempt: Attempt): Promise<TokenPairDto> {
    let userId: string | undefined;
    for (let round = 0; round < MAX_ATTEMPTS; round++) {
      const user = await this.users.findForSignIn(email);
      userId = user?.id;
      const matches = await this.passwords.verify(password, user?.passwordHash);
      if (!user || !matches || user.status !== 'active') break;
      const passwordHash = await this.upgradedHash(user, password);
      const tokens = await this.signIns.complete({ user, passwordHash, client, attempt });
      if (tokens) return presentTokens(tokens);
    }
    // Not the address as it was typed: some type their password there.
    const subject = userId === undefined ? undefined : ({ kind: 'user', id: userId } as const);
    const refusal = await this.database.write(async (tx) => {
      const by = { actor: null, client };
      await this.audit.record(tx, { by, action: 'session.start', outcome: 'failure', ...(subject && { subject }) });
      return this.throttle.failed(tx, attempt, subject);
    });
    throw refusal ?? new Problem('invalid_credentials');
  }

  async refresh(refreshToken: string, client: ClientInfo): Promise<TokenPairDto> {
    return presentTokens(await this.sessions.refresh(refreshToken, client));
  }

  /** Ends the session of the refresh token, or else of the caller. Says nothing about whether there was one. */
  async logout({ refreshToken }: LogoutDto, actor: Actor | undefined, client: ClientInfo): Promise<void> {
    if (refreshToken !== undefined) await this.sessions.endByRefreshToken(refreshToken, client);
    else if (actor?.sessionId) {
      const { userId, sessionId } = actor;
      await this.sessions.endOne({ by: { actor, client }, userId, sessionId, action: 'session.end' });
    }
  }

  async logoutAll(caller: Caller): Promise<void> {
    const { userId: id } = caller.actor;
    await this.database.write(async (tx) => {
      await this.sessions.endAllOf(tx, id, 'signed_out');
      await this.audit.record(tx, { by: caller, action: 'session.end-all', subject: { kind: 'user', id } });
    });
  }

  /** @throws Problem `validation_failed` for a wrong password */
  async reauthenticate(caller: Caller, password: string): Promise<void> {
    const { userId: id, sessionId } = caller.actor;
    await this.proof.require(caller, password, 'password', 'session.reauthenticate');
    await this.database.write(async (tx) => {
      if (sessionId) await this.sessions.recordProof(tx, sessionId);
      await this.audit.record(tx, { by: caller, action: 'session.reauthenticate', subject: { kind: 'user', id } });
    });
  }

  /** Ends the caller's other sessions with it. */
  async changePassword(caller: Caller, { currentPassword, newPassword }: ChangePasswordDto): Promise<void> {
    const { actor } = caller;
    await this.passwords.checkPolicy(newPassword, actor.account, 'newPassword');
    const user = await this.proof.require(caller, currentPassword, 'currentPassword', 'password.change');
    const passwordHash = await this.passwords.hash(newPassword);
    await this.database.write(async (tx) => {
      const isChanged = await this.users.replacePassword(tx, user, passwordHash, this.clock.now());
      if (!isChanged) throw new Problem('conflict', { detail: 'The password was changed elsewhere in the meantime.' });
      await this.sessions.endAllOf(tx, actor.userId, 'password_changed', actor.sessionId ?? undefined);
      if (actor.sessionId) await this.sessions.recordProof(tx, actor.sessionId);
      await this.audit.record(tx, { by: caller, action: 'password.change', subject: { kind: 'user', id: user.id } });
      const account = await this.accounts.require(tx, user.id);
      const occasion = occasionOf(account.name, caller.client, this.clock.now());
      await this.outbox.send(tx, { ...mailTo(account), kind: 'password-changed', data: occasion });
    });
  }

  /** The hash to store at sign-in: the same, or one with today's parameters. */
  private async upgradedHash({ passwordHash }: UserCredentials, password: string): Promise<string> {
    if (passwordHash !== null && !this.passwords.isOutdated(passwordHash)) return passwordHash;
    return this.passwords.hash(password);
  }
}
