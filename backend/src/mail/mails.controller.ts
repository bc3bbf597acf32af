import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, CurrentCaller } from '../access/caller';
import { Requires } from '../access/rules';
import { ApiProblems } from '../http/api-problems';
import { IdParam } from '../http/params';
import { MailListService } from './mail-list.service';
import { MailPageDto, MailsQuery } from './mails.dto';

@ApiTags('Mails')
@Controller('v1/mails')
export class MailsController {
  constructor(private readonly mails: MailListService) {}

  /** What became of mails of the last 30 days, the newest first, page by page. Not what they say. */
  @Get()
  @Requires('mails:read')
  list(@Query() query: MailsQuery): Promise<MailPageDto> {
    return this.mails.list(query);
  }

  /** Tries a mail again that was given up. */
  @Post(':id/retry')
  @HttpCode(204)
  @Requires('mails:retry')
  @ApiProblems('not_found', 'conflict')
  retry(@CurrentCaller() caller: Caller, @Param() { id }: IdParam): Promise<void> {
    return this.mails.retry(caller, id);
  }
}
