import { Module } from '@nestjs/common';
import { Counters } from './counters';
import { MailThrottle } from './mail-throttle';
import { SignInThrottle } from './sign-in-throttle';
import { ThrottlePurgeService } from './throttle-purge.service';

@Module({
  providers: [Counters, MailThrottle, SignInThrottle, ThrottlePurgeService],
  exports: [MailThrottle, SignInThrottle],
})
export class ThrottleModule {}
