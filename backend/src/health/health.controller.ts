import { Controller, Get, Res } from '@nestjs/common';
import { ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../access/rules';
import { Database } from '../database/database';
import { HealthDto } from './health.dto';

const RETRY_AFTER_SECONDS = 5;

@ApiTags('Machines')
@Controller('health')
export class HealthController {
  constructor(private readonly database: Database) {}

  /** Whether the process runs. Restart it when this fails. */
  @Get('live')
  @Public()
  live(): HealthDto {
    return { status: 'up', checks: {} };
  }

  /** Whether it can serve: 503 while a dependency is away. Send it no traffic then. */
  @Get('ready')
  @Public()
  @ApiServiceUnavailableResponse({ type: HealthDto, description: 'A dependency is away.' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthDto> {
    const isUp = await this.database.ping().then(
      () => true,
      () => false,
    );
    const status = isUp ? 'up' : 'down';
    if (!isUp) void reply.code(503).header('retry-after', String(RETRY_AFTER_SECONDS));
    return { status, checks: { database: status } };
  }
}
