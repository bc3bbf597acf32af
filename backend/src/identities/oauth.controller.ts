import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../access/rules';
import { TokenPairDto } from '../auth/auth.dto';
import { ApiProblems } from '../http/api-problems';
import { Client, ClientInfo } from '../http/client-info';
import { ProviderParam, ProviderProofDto } from './identities.dto';
import { OauthService } from './oauth.service';

@ApiTags('Auth')
@Controller('v1/auth/oauth')
export class OauthController {
  constructor(private readonly oauth: OauthService) {}

  /**
   * Signs in by the word of a provider, which only the web app brings. The first time an address that the provider has
   * verified makes an account, or takes over one that nobody has proven.
   */
  @Post(':provider')
  @HttpCode(200)
  @Public()
  @ApiProblems(
    'invalid_proof',
    'invalid_credentials',
    'permission_denied',
    'email_not_verified',
    'not_found',
    'account_exists',
    'too_many_requests',
  )
  signIn(
    @Param() { provider }: ProviderParam,
    @Body() proof: ProviderProofDto,
    @Client() client: ClientInfo,
  ): Promise<TokenPairDto> {
    return this.oauth.signIn(provider, proof, client);
  }
}
