import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, CurrentCaller } from '../access/caller';
import { Public, SessionOnly, SignedIn } from '../access/rules';
import { ApiProblems } from '../http/api-problems';
import { Client, ClientInfo } from '../http/client-info';
import { MailedTokenDto } from '../mailed-tokens/mailed-token.dto';
import { LinkThrottle } from '../throttle/link-throttle';
import { ChangeEmailDto } from './accounts.dto';
import { EmailChangeService } from './email-change.service';

@ApiTags('Account')
@Controller('v1')
export class EmailChangeController {
  constructor(
    private readonly emailChange: EmailChangeService,
    private readonly links: LinkThrottle,
  ) {}

  /** Asks for another address. A link goes to the new one; until it is used, the old one stays. The old one is told. */
  @Post('me/email')
  @HttpCode(202)
  @SignedIn()
  @SessionOnly()
  @ApiProblems('too_many_requests')
  request(@CurrentCaller() caller: Caller, @Body() change: ChangeEmailDto): Promise<void> {
    return this.emailChange.request(caller, change);
  }

  /** Takes the new address, with the token that was mailed to it. The old one gets a link that undoes it for 7 days. */
  @Post('auth/confirm-email')
  @HttpCode(204)
  @Public()
  @ApiProblems('conflict', 'too_many_requests')
  confirm(@Body() { token }: MailedTokenDto, @Client() client: ClientInfo): Promise<void> {
    return this.links.guard(client, () => this.emailChange.confirm(token, client));
  }

  /** Gives the account back to its old address, ends every way into it, and mails the old address a link for a new password. */
  @Post('auth/undo-email')
  @HttpCode(204)
  @Public()
  @ApiProblems('conflict', 'too_many_requests')
  undo(@Body() { token }: MailedTokenDto, @Client() client: ClientInfo): Promise<void> {
    return this.links.guard(client, () => this.emailChange.undo(token, client));
  }
}
