import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../access/rules';
import { ApiProblems } from '../http/api-problems';
import { Client, ClientInfo } from '../http/client-info';
import { LinkThrottle } from '../throttle/link-throttle';
import {
  AddressDto,
  InspectedTokenDto,
  InspectTokenDto,
  RegisterDto,
  RegisteredDto,
  ResetPasswordDto,
} from './accounts.dto';
import { MailedTokenDto } from '../mailed-tokens/mailed-token.dto';
import { RecoveryService } from './recovery.service';
import { SignUpService } from './sign-up.service';

@ApiTags('Auth')
@Controller('v1/auth')
export class AccountsController {
  constructor(
    private readonly links: LinkThrottle,
    private readonly recovery: RecoveryService,
    private readonly signUp: SignUpService,
  ) {}

  /** Signs somebody up. The answer is the same for an address that somebody has: its owner then gets another mail. */
  @Post('register')
  @HttpCode(202)
  @Public()
  @ApiProblems('too_many_requests')
  async register(@Body() person: RegisterDto, @Client() client: ClientInfo): Promise<RegisteredDto> {
    await this.signUp.register(person, client);
    return { status: 'verification_sent' };
  }

  /** Proves an address with the token that was mailed to it. From then on its owner may sign in. */
  @Post('verify-email')
  @HttpCode(204)
  @Public()
  @ApiProblems('too_many_requests')
  verifyEmail(@Body() { token }: MailedTokenDto, @Client() client: ClientInfo): Promise<void> {
    return this.links.guard(client, () => this.signUp.verify(token, client));
  }

  /** Mails another link for the proof of an address, if it waits for one. The answer is always the same. */
  @Post('resend-verification')
  @HttpCode(202)
  @Public()
  @ApiProblems('too_many_requests')
  async resendVerification(@Body() { email }: AddressDto, @Client() client: ClientInfo): Promise<RegisteredDto> {
    await this.signUp.resendVerification(email, client);
    return { status: 'verification_sent' };
  }

  /** Mails a link that sets a new password, if somebody has the address. The answer is always the same. */
  @Post('forgot-password')
  @HttpCode(202)
  @Public()
  @ApiProblems('too_many_requests')
  forgotPassword(@Body() { email }: AddressDto, @Client() client: ClientInfo): Promise<void> {
    return this.recovery.forgot(email, client);
  }

  /** Sets a password with a mailed token, of a recovery or an invitation, and signs out everywhere. */
  @Post('reset-password')
  @HttpCode(204)
  @Public()
  @ApiProblems('too_many_requests')
  resetPassword(@Body() reset: ResetPasswordDto, @Client() client: ClientInfo): Promise<void> {
    return this.links.guard(client, () => this.recovery.reset(reset, client));
  }

  /** Says what a mailed token is good for, without using it: for the page that its link leads to. */
  @Post('inspect-token')
  @HttpCode(200)
  @Public()
  @ApiProblems('too_many_requests')
  inspectToken(@Body() token: InspectTokenDto, @Client() client: ClientInfo): Promise<InspectedTokenDto> {
    return this.links.guard(client, () => this.recovery.inspect(token));
  }
}
