import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Actor, CurrentActor } from '../access/actor';
import { Caller, CurrentCaller } from '../access/caller';
import { SessionOnly, SignedIn } from '../access/rules';
import { ApiProblems } from '../http/api-problems';
import { IdParam } from '../http/params';
import { Problem } from '../http/problem';
import { SessionListService } from '../sessions/session-list.service';
import { SessionListDto } from '../sessions/sessions.dto';
import { SessionsService } from '../sessions/sessions.service';
import { ChangePasswordDto } from './auth.dto';
import { AuthService } from './auth.service';

@ApiTags('Account')
@Controller('v1/me')
export class MyAccountController {
  constructor(
    private readonly auth: AuthService,
    private readonly sessions: SessionsService,
    private readonly sessionList: SessionListService,
  ) {}

  /** Changes the password and signs out everywhere else. */
  @Post('password')
  @HttpCode(204)
  @SignedIn()
  @SessionOnly()
  @ApiProblems('conflict')
  changePassword(@CurrentCaller() caller: Caller, @Body() passwords: ChangePasswordDto): Promise<void> {
    return this.auth.changePassword(caller, passwords);
  }

  /** Where the caller is signed in. */
  @Get('sessions')
  @SignedIn()
  @SessionOnly()
  async listSessions(@CurrentActor() actor: Actor): Promise<SessionListDto> {
    return { items: await this.sessionList.listFor(actor.userId, actor.sessionId) };
  }

  /** Signs the caller out in one place. */
  @Delete('sessions/:id')
  @HttpCode(204)
  @SignedIn()
  @SessionOnly()
  @ApiProblems('not_found')
  async endSession(@CurrentCaller() caller: Caller, @Param() { id }: IdParam): Promise<void> {
    const { userId } = caller.actor;
    const isEnded = await this.sessions.endOne({ by: caller, userId, sessionId: id, action: 'session.revoke' });
    if (!isEnded) throw new Problem('not_found');
  }
}
