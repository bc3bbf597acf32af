import { Module } from '@nestjs/common';
import { MailedTokenPurgeService } from './mailed-token-purge.service';
import { MailedTokens } from './mailed-tokens';

@Module({
  providers: [MailedTokenPurgeService, MailedTokens],
  exports: [MailedTokens],
})
export class MailedTokensModule {}
