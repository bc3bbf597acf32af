import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { KnownMethods } from '../http/problem.filter';
import { AccessGuard } from './access.guard';
import { CallerPipe } from './caller';
import { Doors } from './doors';
import { LiveSessions } from './live-sessions';

@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [AccessGuard, CallerPipe, Doors, { provide: KnownMethods, useExisting: Doors }, LiveSessions],
  exports: [AccessGuard, CallerPipe, Doors, KnownMethods, LiveSessions],
})
export class AccessModule {}
