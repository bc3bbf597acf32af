import { Global, Module } from '@nestjs/common';
import { SessionEnder } from '../access/session-ender';
import { MailModule } from '../mail/mail.module';
import { TokensModule } from '../tokens/tokens.module';
import { SessionListService } from './session-list.service';
import { SessionPurgeService } from './session-purge.service';
import { SessionStartService } from './session-start.service';
import { SessionsService } from './sessions.service';
import { TokenPairs } from './token-pairs';

/** Global for `SessionEnder` alone: features end sessions without knowing this one. */
@Global()
@Module({
  imports: [MailModule, TokensModule],
  providers: [
    SessionsService,
    SessionStartService,
    SessionListService,
    SessionPurgeService,
    TokenPairs,
    { provide: SessionEnder, useExisting: SessionsService },
  ],
  exports: [SessionsService, SessionStartService, SessionListService, SessionEnder],
})
export class SessionsModule {}
