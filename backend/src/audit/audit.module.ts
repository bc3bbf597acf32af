import { Global, Module } from '@nestjs/common';
import { AuditListService } from './audit-list.service';
import { AuditLog } from './audit-log';
import { AuditPurgeService } from './audit-purge.service';
import { AuditSealer } from './audit-sealer';
import { AuditController } from './audit.controller';
import { EventsOfPerson } from './events-of-person';
import { OverviewService } from './overview.service';
import { RefusedVisits } from './refused-visits';

@Global()
@Module({
  controllers: [AuditController],
  providers: [
    AuditListService,
    AuditLog,
    AuditPurgeService,
    AuditSealer,
    EventsOfPerson,
    OverviewService,
    RefusedVisits,
  ],
  exports: [AuditLog, AuditSealer, EventsOfPerson, RefusedVisits],
})
export class AuditModule {}
