import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller';
import type { Action } from '../audit/actions';
import { AuditLog } from '../audit/audit-log';
import { Database } from '../database/database';
import { invalidField, Problem } from '../http/problem';
import { SignInThrottle } from '../throttle/sign-in-throttle';
import { type UserCredentials, UsersService } from '../users/users.service';
import { Passwords } from './passwords';

/** Asks somebody who is signed in for their password once more. */
@Injectable()
export class PasswordProof {
  constructor(
    private readonly audit: AuditLog,
    private readonly database: Database,
    private readonly passwords: Passwords,
    private readonly throttle: SignInThrottle,
    private readonly users: UsersService,
  ) {}

  /**
   * @param field name of the password's field in the request
   * @param action what it is asked for; a wrong password is recorded as its failure
   * @returns what was verified
   * @throws Problem `validation_failed` on the field; `too_many_requests`; `invalid_token` when the account is gone
   */
  async require(caller: Caller, password: string, field: string, action: Action): Promise<UserCredentials> {
    const user = await this.users.findCredentials(caller.actor.userId);
    if (!user) throw new Problem('invalid_token');
    if (user.passwordHash === null) {
      throw invalidField(field, 'no_password', 'Your account has no password yet. Set one first.');
    }
    // A session is where the account's owner was before: what others do elsewhere does not count.
    const attempt = await this.throttle.begin(user.email, caller.client, caller.actor.sessionId);
    try {
      if (await this.passwords.verify(password, user.passwordHash)) {
        await this.throttle.succeeded(this.database, attempt);
        return user;
      }
      const subject = { kind: 'user', id: user.id } as const;
      const refusal = await this.database.write(async (tx) => {
        await this.audit.record(tx, { by: caller, action, outcome: 'failure', subject });
        return this.throttle.failed(tx, attempt, subject);
      });
      if (refusal) throw refusal;
    } finally {
      attempt.end();
    }
    throw invalidField(field, 'incorrect', 'This is not your current password.');
  }
}
