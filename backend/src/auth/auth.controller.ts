import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiSecurity, ApiTags } from '@nestjs/swagger';
import { Actor, OptionalActor } from '../access/actor';
import { Caller, CurrentCaller } from '../access/caller';
import { Public, SessionOnly, SignedIn } from '../access/rules';
import { ApiProblems } from '../http/api-problems';
import { Client, ClientInfo } from '../http/client-info';
import { LoginDto, LogoutDto, ReauthenticateDto, RefreshDto, TokenPairDto } from './auth.dto';
import { AuthService } from './auth.service';

@ApiTags('Auth')
@Controller('v1/auth')
export class AuthController {
  constructor(private readonly auth: AuthService) {}

  /** Signs in with e-mail and password. Every refusal is one and the same. */
  @Post('login')
  @HttpCode(200)
  @Public()
  @ApiProblems('invalid_credentials', 'too_many_requests')
  login(@Body() credentials: LoginDto, @Client() client: ClientInfo): Promise<TokenPairDto> {
    return this.auth.login(credentials, client);
  }

  /** Exchanges a refresh token for a new pair. A token that was exchanged long ago ends the session. */
  @Post('refresh')
  @HttpCode(200)
  @Public()
  @ApiProblems('session_ended')
  refresh(@Body() { refreshToken }: RefreshDto, @Client() client: ClientInfo): Promise<TokenPairDto> {
    return this.auth.refresh(refreshToken, client);
  }

  /** Signs out: the session of the refresh token in the body, or of the bearer access token. Repeats do no harm. */
  @Post('logout')
  @HttpCode(204)
  @Public()
  // With a refresh token in the body none is needed.
  @ApiSecurity({})
  @ApiSecurity('accessToken')
  logout(
    @Body() body: LogoutDto,
    @OptionalActor() actor: Actor | undefined,
    @Client() client: ClientInfo,
  ): Promise<void> {
    return this.auth.logout(body, actor, client);
  }

  /** Proves again who is calling: what asks for a recent proof is open to this session for the next 10 minutes. */
  @Post('reauthenticate')
  @HttpCode(204)
  @SignedIn()
  @SessionOnly()
  @ApiProblems('too_many_requests')
  reauthenticate(@CurrentCaller() caller: Caller, @Body() { password }: ReauthenticateDto): Promise<void> {
    return this.auth.reauthenticate(caller, password);
  }

  /** Signs the caller out everywhere. */
  @Post('logout-all')
  @HttpCode(204)
  @SignedIn()
  @SessionOnly()
  logoutAll(@CurrentCaller() caller: Caller): Promise<void> {
    return this.auth.logoutAll(caller);
  }
}
