import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Caller, CurrentCaller } from '../access/caller';
import { Requires } from '../access/rules';
import { ApiProblems } from '../http/api-problems';
import { IdParam } from '../http/params';
import { ApiIdempotencyKey, Idempotent, type IdempotentRequest } from '../idempotency/idempotency-key';
import { UserDto } from '../users/users.dto';
import { InviteDto } from './accounts.dto';
import { InvitationsService } from './invitations.service';

const LOCATION = { Location: { description: 'Path of the account.', schema: { type: 'string' as const } } };

@ApiTags('Users')
@Controller('v1/users')
export class InvitationsController {
  constructor(private readonly invitations: InvitationsService) {}

  /** Makes an account for somebody and mails them a link to choose a password, good for 7 days. */
  @Post()
  @Requires('users:create')
  @ApiCreatedResponse({ type: UserDto, headers: LOCATION })
  @ApiIdempotencyKey()
  @ApiProblems('conflict', 'reauthentication_required')
  async invite(
    @CurrentCaller() caller: Caller,
    @Body() person: InviteDto,
    @Idempotent() request: IdempotentRequest | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UserDto> {
    const user = await this.invitations.invite(caller, person, request);
    void reply.header('location', `/v1/users/${user.id}`);
    return user;
  }

  /** Mails the link again to somebody who has not confirmed the address; the one before is of no use then. */
  @Post(':id/invitation')
  @HttpCode(204)
  @Requires('users:create')
  @ApiProblems('not_found', 'conflict')
  inviteAgain(@CurrentCaller() caller: Caller, @Param() { id }: IdParam): Promise<void> {
    return this.invitations.inviteAgain(caller, id);
  }
}
