import { Controller, Get, Header, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Caller, CurrentCaller } from '../access/caller';
import { SessionOnly, SignedIn } from '../access/rules';
import { ExportService } from './export.service';

@ApiTags('The caller')
@Controller('v1/me/export')
export class PersonalDataController {
  constructor(private readonly exports: ExportService) {}

  /** Everything that is stored about the caller, as one JSON object with a list for each kind of thing. No secrets. */
  @Get()
  @SignedIn()
  @SessionOnly()
  @Header('content-disposition', 'attachment; filename="latchkey-export.json"')
  @ApiOkResponse({
    description: 'Lists by kind.',
    schema: { type: 'object', additionalProperties: { type: 'array', items: { type: 'object' } } },
  })
  async export(@CurrentCaller() caller: Caller): Promise<StreamableFile> {
    return new StreamableFile(await this.exports.export(caller), { type: 'application/json; charset=utf-8' });
  }
}
