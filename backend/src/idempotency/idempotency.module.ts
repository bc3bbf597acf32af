import { Global, Module } from '@nestjs/common';
import { IdempotencyPurgeService } from './idempotency-purge.service';
import { RememberedAnswers } from './remembered-answers';

/** For every feature that creates. */
@Global()
@Module({
  providers: [IdempotencyPurgeService, RememberedAnswers],
  exports: [RememberedAnswers],
})
export class IdempotencyModule {}
