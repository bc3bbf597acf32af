import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, CurrentActor } from '../access/actor';
import { type Caller, CurrentCaller } from '../access/caller';
import { FreshProof } from '../access/fresh-proof';
import { SessionOnly, SignedIn } from '../access/rules';
import { ApiProblems } from '../http/api-problems';
import { IdParam } from '../http/params';
import { IdentityDto, IdentityListDto, LinkIdentityDto } from './identities.dto';
import { IdentitiesService } from './identities.service';

@ApiTags('Account')
@Controller('v1/me/identities')
export class MyIdentitiesController {
  constructor(private readonly identities: IdentitiesService) {}

  /** The ways in which the caller may sign in besides the password. */
  @Get()
  @SignedIn()
  @SessionOnly()
  list(@CurrentActor() { userId }: Actor): Promise<IdentityListDto> {
    return this.identities.listOf(userId);
  }

  /** Links another way to sign in. Only the web app brings the proof of it. */
  @Post()
  @HttpCode(200)
  @SignedIn()
  @FreshProof()
  @ApiProblems('invalid_proof', 'not_found', 'conflict', 'too_many_requests')
  link(@CurrentCaller() caller: Caller, @Body() { provider, ...proof }: LinkIdentityDto): Promise<IdentityDto> {
    return this.identities.link(caller, provider, proof);
  }

  /** Unlinks a way to sign in; never the last one. */
  @Delete(':id')
  @HttpCode(204)
  @SignedIn()
  @FreshProof()
  @ApiProblems('not_found', 'conflict')
  unlink(@CurrentCaller() caller: Caller, @Param() { id }: IdParam): Promise<void> {
    return this.identities.unlink(caller, id);
  }
}
