import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor';
import { Database } from '../database/database';
import { SessionListService } from '../sessions/session-list.service';
import { SessionListDto } from '../sessions/sessions.dto';
import { SessionsService } from '../sessions/sessions.service';
import { UsersService } from '../users/users.service';

/** What administrators see and do about other people's sessions. */
@Injectable()
export class UserSessionsService {
  constructor(
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
  async endAll(actor: Actor, userId: string): Promise<void> {
    await this.database.write(async (tx) => {
      await this.users.personToActOn(tx, actor, userId);
      await this.sessions.endAllOf(tx, userId, 'revoked');
    });
  }
}
