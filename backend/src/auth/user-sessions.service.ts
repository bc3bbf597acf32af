import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor';
import type { Caller } from '../access/caller';
import { AuditLog } from '../audit/audit-log';
import { Database } from '../database/database';
import { SessionListService } from '../sessions/session-list.service';
import { SessionListDto } from '../sessions/sessions.dto';
import { SessionsService } from '../sessions/sessions.service';
import { UsersService } from '../users/users.service';

/** What administrators see and do about other people's sessions. */
@Injectable()
export class UserSessionsService {
  constructor(
    private readonly audit: AuditLog,
    private readonly database: Database,
    private readonly sessions: SessionsService,
    private readonly sessionList: SessionListService,
    private readonly users: UsersService,
  ) {}

  /** @throws Problem `not_found` */
  async list(actor: Actor, userId: string): Promise<SessionListDto> {
    await this.users.get(userId);
    return { items: await this.sessionList.listFor(userId, actor.sessionId) };
  }

  /** @throws Problem `not_found`; `permission_denied` when the person holds more than the caller */
  async endAll(caller: Caller, userId: string): Promise<void> {
    await this.database.write(async (tx) => {
      await this.users.personToActOn(tx, caller.actor, userId);
      await this.sessions.endAllOf(tx, userId, 'revoked');
      await this.audit.record(tx, { by: caller, action: 'user.sign-out', subject: { kind: 'user', id: userId } });
    });
  }
}
