import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Requires, SessionOnly } from '../access/rules';
import { AccessMatrixService } from './access-matrix.service';
import { AccessMatrixDto } from './roles.dto';

@ApiTags('Roles')
@Controller('v1/access-matrix')
export class AccessMatrixController {
  constructor(private readonly matrix: AccessMatrixService) {}

  /** Every door with its rule, every permission, and every role with what it grants. */
  @Get()
  @Requires('roles:read')
  @SessionOnly()
  read(): Promise<AccessMatrixDto> {
    return this.matrix.read();
  }
}
