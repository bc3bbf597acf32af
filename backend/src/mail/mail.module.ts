import { Module } from '@nestjs/common';
import { MailedTokensModule } from '../mailed-tokens/mailed-tokens.module';
import { MailListService } from './mail-list.service';
import { MailPurgeService } from './mail-purge.service';
import { MailQueue } from './mail-queue';
import { MailWorker } from './mail-worker';
import { MailsController } from './mails.controller';
import { Outbox } from './outbox';

@Module({
  imports: [MailedTokensModule],
  controllers: [MailsController],
  providers: [MailListService, MailPurgeService, MailQueue, MailWorker, Outbox],
  exports: [Outbox],
})
export class MailModule {}
