import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Actor, CurrentActor } from '../access/actor';
import { Caller, CurrentCaller } from '../access/caller';
import { Requires, SessionOnly } from '../access/rules';
import { ApiProblems } from '../http/api-problems';
import { IdParam } from '../http/params';
import { SessionListDto } from '../sessions/sessions.dto';
import { UserSessionsService } from './user-sessions.service';

@ApiTags('Users')
@Controller('v1/users/:id/sessions')
export class UserSessionsController {
  constructor(private readonly userSessions: UserSessionsService) {}

  /** Where a person is signed in. */
  @Get()
  @Requires('sessions:read')
  @SessionOnly()
  @ApiProblems('not_found')
  list(@CurrentActor() actor: Actor, @Param() { id }: IdParam): Promise<SessionListDto> {
    return this.userSessions.list(actor, id);
  }

  /** Signs a person out everywhere. */
  @Delete()
  @HttpCode(204)
  @Requires('sessions:revoke')
  @SessionOnly()
  @ApiProblems('not_found')
  endAll(@CurrentCaller() caller: Caller, @Param() { id }: IdParam): Promise<void> {
    return this.userSessions.endAll(caller, id);
  }
}
