import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { KnownMethods } from '../http/problem.filter';
import { AccessGuard } from './access.guard';
import { CallerPipe } from './caller';
import { Doors } from './doors';
import { LiveKeys } from './live-keys';
import { LiveSessions } from './live-sessions';

@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [AccessGuard, CallerPipe, Doors, { provide: KnownMethods, useExisting: Doors }, LiveKeys, LiveSessions],
  exports: [AccessGuard, CallerPipe, Doors, KnownMethods, LiveKeys, LiveSessions],
})
export class AccessModule {}
