import { Module } from '@nestjs/common';
import { Counters } from './counters';
import { LinkThrottle } from './link-throttle';
import { MailThrottle } from './mail-throttle';
import { SignInThrottle } from './sign-in-throttle';
import { ThrottlePurgeService } from './throttle-purge.service';

@Module({
  providers: [Counters, LinkThrottle, MailThrottle, SignInThrottle, ThrottlePurgeService],
  exports: [LinkThrottle, MailThrottle, SignInThrottle],
})
export class ThrottleModule {}
