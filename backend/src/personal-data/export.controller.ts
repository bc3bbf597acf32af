import { Controller, Get, Res, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Caller, CurrentCaller } from '../access/caller';
import { FreshProof } from '../access/fresh-proof';
import { SignedIn } from '../access/rules';
import { ExportService } from './export.service';

const EXPORT = {
  headers: { 'Content-Disposition': { description: 'A file to keep.', schema: { type: 'string' as const } } },
  content: {
    'application/json': {
      schema: {
        type: 'object' as const,
        description: '`exportedAt`, and a list for each kind of thing, such as `resources` and `whatYouDid`.',
        additionalProperties: true,
      },
    },
  },
};

@ApiTags('Account')
@Controller('v1/me')
export class ExportController {
  constructor(private readonly exports: ExportService) {}

  /**
   * Everything that is stored about the caller, as a file: account, sessions, resources (also those that were deleted and
   * can be restored), mails, links that were mailed, and what was recorded. No secret: no password, no token, no hash.
   */
  @Get('export')
  @SignedIn()
  // A stolen token must not carry everything away at once.
  @FreshProof()
  @ApiOkResponse(EXPORT)
  async export(@CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    const json = await this.exports.exportOf(caller);
    // Afterwards: what was refused is no file.
    void reply.header('content-disposition', 'attachment; filename="latchkey-export.json"');
    return new StreamableFile(json, { type: 'application/json; charset=utf-8' });
  }
}
