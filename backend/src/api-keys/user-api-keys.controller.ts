import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller } from '../access/caller';
import { Requires, SessionOnly } from '../access/rules';
import { ApiProblems } from '../http/api-problems';
import { IdParam } from '../http/params';
import { ApiKeyListDto, UserApiKeyParam } from './api-keys.dto';
import { ApiKeysService } from './api-keys.service';

@ApiTags('Users')
@Controller('v1/users/:id/api-keys')
export class UserApiKeysController {
  constructor(private readonly apiKeys: ApiKeysService) {}

  /** A person's API keys. */
  @Get()
  @Requires('api-keys:read')
  @SessionOnly()
  @ApiProblems('not_found')
  async list(@Param() { id }: IdParam): Promise<ApiKeyListDto> {
    return { items: await this.apiKeys.listOfPerson(id) };
  }

  /** Revokes a person's API key, within a second everywhere. */
  @Delete(':keyId')
  @HttpCode(204)
  @Requires('api-keys:revoke')
  @SessionOnly()
  @ApiProblems('not_found')
  revoke(@CurrentCaller() caller: Caller, @Param() { id, keyId }: UserApiKeyParam): Promise<void> {
    return this.apiKeys.revokeOfPerson(caller, id, keyId);
  }
}
