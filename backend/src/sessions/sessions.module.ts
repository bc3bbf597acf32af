import { Global, Module } from '@nestjs/common';
import { SessionEnder } from '../access/session-ender';
import { TokensModule } from '../tokens/tokens.module';
import { SessionListService } from './session-list.service';
import { SessionPurgeService } from './session-purge.service';
import { SessionsService } from './sessions.service';

/** Global for `SessionEnder` alone: features end sessions without knowing this one. */
@Global()
@Module({
  imports: [TokensModule],
  providers: [
    SessionsService,
    SessionListService,
    SessionPurgeService,
    { provide: SessionEnder, useExisting: SessionsService },
  ],
  exports: [SessionsService, SessionListService, SessionEnder],
})
export class SessionsModule {}
