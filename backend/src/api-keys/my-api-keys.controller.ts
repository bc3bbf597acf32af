import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, can, CurrentActor } from '../access/actor';
import { type Caller, CurrentCaller } from '../access/caller';
import { FreshProof } from '../access/fresh-proof';
import { PERMISSIONS, SCOPES } from '../access/permissions';
import { SessionOnly, SignedIn } from '../access/rules';
import { ApiProblems } from '../http/api-problems';
import { IdParam } from '../http/params';
import { ApiIdempotencyKey, Idempotent, type IdempotentRequest } from '../idempotency/idempotency-key';
import { MadeApiKeyDto, MakeApiKeyDto, MyApiKeysDto } from './api-keys.dto';
import { ApiKeysService } from './api-keys.service';

@ApiTags('Account')
@Controller('v1/me/api-keys')
export class MyApiKeysController {
  constructor(private readonly apiKeys: ApiKeysService) {}

  /** The caller's API keys, and what another one can be made for. */
  @Get()
  @SignedIn()
  @SessionOnly()
  async list(@CurrentActor() actor: Actor): Promise<MyApiKeysDto> {
    const scopes = SCOPES.filter((key) => can(actor, key)).map((key) => ({ key, meaning: PERMISSIONS[key].meaning }));
    return { items: await this.apiKeys.listOf(actor.userId), scopes };
  }

  /**
   * Makes an API key: a bearer token for programs.
   *
   * It may do what its scopes say and its owner may, whichever is less, at every moment. It never signs in, sees sessions
   * or roles, or makes keys.
   */
  @Post()
  @SignedIn()
  @FreshProof()
  @ApiIdempotencyKey()
  make(
    @CurrentCaller() caller: Caller,
    @Body() wanted: MakeApiKeyDto,
    @Idempotent() request: IdempotentRequest | null,
  ): Promise<MadeApiKeyDto> {
    return this.apiKeys.make(caller, wanted, request);
  }

  /** Revokes an API key, within a second everywhere. */
  @Delete(':id')
  @HttpCode(204)
  @SignedIn()
  @SessionOnly()
  @ApiProblems('not_found')
  revoke(@CurrentCaller() caller: Caller, @Param() { id }: IdParam): Promise<void> {
    return this.apiKeys.revoke(caller, id);
  }
}
