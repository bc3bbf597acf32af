import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Caller, CurrentCaller } from '../access/caller';
import { FreshProof } from '../access/fresh-proof';
import { Requires, Roles, SessionOnly } from '../access/rules';
import { ApiProblems } from '../http/api-problems';
import { ApiETag, ApiIfMatch, etagOf, IfMatch } from '../http/params';
import { ApiIdempotencyKey, Idempotent, type IdempotentRequest } from '../idempotency/idempotency-key';
import { CreateRoleDto, RoleDto, RoleKeyParam, RoleListDto, UpdateRoleDto } from './roles.dto';
import { RolesService } from './roles.service';

@ApiTags('Roles')
@Controller('v1/roles')
export class RolesController {
  constructor(private readonly roles: RolesService) {}

  /** Every role with what it grants. */
  @Get()
  @Requires('roles:read')
  @SessionOnly()
  @ApiOkResponse({ type: RoleListDto })
  async list(): Promise<RoleListDto> {
    return { items: await this.roles.list() };
  }

  /** Makes a role. */
  @Post()
  @Roles('ADMIN')
  @FreshProof()
  @ApiCreatedResponse({ type: RoleDto, headers: ApiETag })
  @ApiIdempotencyKey()
  async create(
    @CurrentCaller() caller: Caller,
    @Body() role: CreateRoleDto,
    @Idempotent() request: IdempotentRequest | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return withETag(reply, await this.roles.create(caller, role, request));
  }

  /** Renames a role that nobody has changed since you saw it, and changes what it grants. Not `ADMIN`. */
  @Put(':key')
  @Roles('ADMIN')
  @FreshProof()
  @ApiIfMatch()
  @ApiOkResponse({ type: RoleDto, headers: ApiETag })
  @ApiProblems('not_found', 'conflict', 'version_mismatch')
  async update(
    @CurrentCaller() caller: Caller,
    @Param() { key }: RoleKeyParam,
    @IfMatch() version: number | undefined,
    @Body() changes: UpdateRoleDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return withETag(reply, await this.roles.update(caller, key, version, changes));
  }

  /** Deletes a role that nobody has. */
  @Delete(':key')
  @HttpCode(204)
  @Roles('ADMIN')
  @FreshProof()
  @ApiProblems('not_found', 'conflict')
  delete(@CurrentCaller() caller: Caller, @Param() { key }: RoleKeyParam): Promise<void> {
    return this.roles.delete(caller, key);
  }
}

function withETag(reply: FastifyReply, role: RoleDto): RoleDto {
  void reply.header('etag', etagOf(role.version));
  return role;
}
