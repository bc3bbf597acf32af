import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log';
import { Clock } from '../clock';
import { Database } from '../database/database';
import { Problem } from '../http/problem';
import { Outbox } from '../mail/outbox';
import { type SessionStart, SessionStartService } from '../sessions/session-start.service';
import type { IssuedTokens } from '../sessions/token-pairs';
import { type Attempt, SignInThrottle } from '../throttle/sign-in-throttle';
import { UsersService, type VerifiedSignIn } from '../users/users.service';
import { newDeviceMails } from './new-device-mails';
import { Passwords } from './passwords';

type SignIn = VerifiedSignIn & SessionStart & { readonly attempt: Attempt };

interface Waiting {
  readonly signIn: SignIn;
  readonly settle: (tokens: Promise<IssuedTokens | undefined>) => void;
}

/** Somebody's account changed while their password was verified. Rolls the unit of work back. */
class AccountChanged extends Error {}

const MAX_TOGETHER = 16;
/** About what two cores need to verify so many. */
const MAX_DELAY_MS = 150;

/**
 * Starts the sessions of people whose password was verified. While others still wait for their verification, those that
 * are through are written together: between two verifications, which empty the processor's caches, a round trip to the
 * database costs many times what it costs alone. When nobody waits, nobody is delayed.
 * @see docs/decisions/0015-sign-ins-written-together.md
 */
@Injectable()
export class SignIns {
  private waiting: Waiting[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly passwords: Passwords,
    private readonly sessions: SessionStartService,
    private readonly throttle: SignInThrottle,
    private readonly users: UsersService,
  ) {}

  /**
   * @returns undefined when the account or its password has changed since it was verified; then nothing is written
   * @throws DatabaseUnavailable; Problem `too_many_requests` when others guessed the password meanwhile
   */
  complete(signIn: SignIn): Promise<IssuedTokens | undefined> {
    return new Promise((settle) => {
      this.waiting.push({ signIn, settle });
      if (!this.passwords.isBusy || this.waiting.length === MAX_TOGETHER) this.flush();
      else this.timer ??= setTimeout(() => this.flush(), MAX_DELAY_MS);
    });
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const batch = this.waiting;
    this.waiting = [];
    const written = this.write(batch.map(({ signIn }) => signIn));
    for (const [index, { signIn, settle }] of batch.entries()) {
      settle(written.then((tokens) => tokens?.[index] ?? (batch.length > 1 ? this.writeAlone(signIn) : undefined)));
    }
  }

  private async writeAlone(signIn: SignIn): Promise<IssuedTokens | undefined> {
    return (await this.write([signIn]))?.[0];
  }

  /** @returns undefined when not everybody is as they were or may get in, or somebody is there twice; then nothing is written */
  private async write(signIns: readonly SignIn[]): Promise<IssuedTokens[] | undefined> {
    try {
      return await this.database.write(async (tx) => {
        await this.throttle.succeeded(tx, ...signIns.map(({ attempt }) => attempt));
        const noted = await this.users.recordSignIns(tx, signIns, this.clock.now());
        if (noted !== signIns.length) throw new AccountChanged();
        const started = await this.sessions.start(tx, signIns);
        await this.audit.record(tx, ...signIns.map(eventOf));
        await this.outbox.send(tx, ...newDeviceMails(signIns, this.clock.now()));
        return started;
      });
    } catch (error) {
      if (error instanceof AccountChanged) return undefined;
      // Whoever it is about hears of it alone.
      if (error instanceof Problem && signIns.length > 1) return undefined;
      throw error;
    }
  }
}

function eventOf({ user, client }: SignIn) {
  const by = { actor: { userId: user.id, role: user.role }, client };
  return { by, action: 'session.start', subject: { kind: 'user', id: user.id } } as const;
}
