import { Body, Controller, Delete, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, CurrentCaller } from '../access/caller';
import { Public, SessionOnly, SignedIn } from '../access/rules';
import { ApiProblems } from '../http/api-problems';
import { Client, ClientInfo } from '../http/client-info';
import { MailedTokenDto } from '../mailed-tokens/mailed-token.dto';
import { LinkThrottle } from '../throttle/link-throttle';
import { DeletionsService } from './deletions.service';
import { DeleteMeDto } from './deletions.dto';

@ApiTags('Account')
@Controller('v1')
export class MyDeletionController {
  constructor(
    private readonly deletions: DeletionsService,
    private readonly links: LinkThrottle,
  ) {}

  /**
   * Deletes the caller's account in 14 days, with all that belongs to it: also the resources that others may read. Signs
   * out everywhere. Until then it can be kept, by signing in again or by the link that is mailed. Not the last administrator.
   */
  @Delete('me')
  @HttpCode(204)
  @SignedIn()
  @SessionOnly()
  @ApiProblems('conflict', 'too_many_requests')
  deleteMe(@CurrentCaller() caller: Caller, @Body() { currentPassword }: DeleteMeDto): Promise<void> {
    return this.deletions.deleteMe(caller, currentPassword);
  }

  /** Keeps an account that was to be deleted. Repeats do no harm. */
  @Post('me/keep')
  @HttpCode(204)
  @SignedIn()
  @SessionOnly()
  keep(@CurrentCaller() caller: Caller): Promise<void> {
    return this.deletions.keepMine(caller);
  }

  /** Keeps an account that was to be deleted, with the token that was mailed to its owner. */
  @Post('auth/keep-account')
  @HttpCode(204)
  @Public()
  @ApiProblems('not_found', 'too_many_requests')
  keepByMail(@Body() { token }: MailedTokenDto, @Client() client: ClientInfo): Promise<void> {
    return this.links.guard(client, () => this.deletions.keepByMail(token, client));
  }
}
