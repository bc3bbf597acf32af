import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/rules';
import { AuditListService } from './audit-list.service';
import { AuditPageDto, AuditQuery, OverviewDto } from './audit.dto';
import { OverviewService } from './overview.service';

@ApiTags('Audit')
@Controller('v1')
export class AuditController {
  constructor(
    private readonly auditList: AuditListService,
    private readonly overview: OverviewService,
  ) {}

  /** What happened, the newest first, page by page. */
  @Get('audit-events')
  @Requires('audit:read')
  list(@Query() query: AuditQuery): Promise<AuditPageDto> {
    return this.auditList.list(query);
  }

  /** Figures about people, sessions and sign-ins. */
  @Get('overview')
  @Requires('audit:read')
  read(): Promise<OverviewDto> {
    return this.overview.read();
  }
}
