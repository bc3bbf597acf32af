import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { Requires } from '../access/rules';
import { RoleListDto } from './roles.dto';
import { RolesService } from './roles.service';

@Controller('v1/roles')
export class RolesController {
  constructor(private readonly roles: RolesService) {}

  /** Every role with what it grants. */
  @Get()
  @Requires('roles:read')
  @ApiOkResponse({ type: RoleListDto })
  async list(): Promise<RoleListDto> {
    return { items: await this.roles.list() };
  }
}
