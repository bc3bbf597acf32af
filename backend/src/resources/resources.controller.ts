import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Actor, CurrentActor } from '../access/actor';
import { Caller, CurrentCaller } from '../access/caller';
import { Requires } from '../access/rules';
import { ApiProblems } from '../http/api-problems';
import { ApiETag, ApiIfMatch, etagOf, IdParam, IfMatch } from '../http/params';
import { ApiIdempotencyKey, Idempotent, type IdempotentRequest } from '../idempotency/idempotency-key';
import { ResourceListService } from './resource-list.service';
import { CreateResourceDto, ResourceDto, ResourcePageDto, ResourcesQuery, UpdateResourceDto } from './resources.dto';
import { ResourcesService } from './resources.service';

const LOCATION = { Location: { description: 'Path of the new resource.', schema: { type: 'string' as const } } };

@ApiTags('Resources')
@Controller('v1/resources')
export class ResourcesController {
  constructor(
    private readonly resources: ResourcesService,
    private readonly resourceList: ResourceListService,
  ) {}

  /** The resources that you may read, page by page. */
  @Get()
  @Requires('resources:read')
  list(@CurrentActor() actor: Actor, @Query() query: ResourcesQuery): Promise<ResourcePageDto> {
    return this.resourceList.list(actor, query);
  }

  /** Makes a resource of your own. */
  @Post()
  @Requires('resources:create')
  @ApiCreatedResponse({ type: ResourceDto, headers: { ...ApiETag, ...LOCATION } })
  @ApiIdempotencyKey()
  async create(
    @CurrentCaller() caller: Caller,
    @Body() content: CreateResourceDto,
    @Idempotent() request: IdempotentRequest | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const resource = await this.resources.create(caller, content, request);
    void reply.header('location', `/v1/resources/${resource.id}`);
    return withETag(reply, resource);
  }

  /** One resource. */
  @Get(':id')
  @Requires('resources:read')
  @ApiOkResponse({ type: ResourceDto, headers: ApiETag })
  @ApiProblems('not_found')
  async get(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Res({ passthrough: true }) reply: FastifyReply) {
    return withETag(reply, await this.resources.get(actor, id));
  }

  /** Changes a resource that nobody has changed since you saw it. Without `If-Match` nothing is changed. */
  @Patch(':id')
  @Requires('resources:update')
  @ApiIfMatch()
  @ApiOkResponse({ type: ResourceDto, headers: ApiETag })
  @ApiProblems('not_found', 'version_mismatch')
  async update(
    @CurrentCaller() caller: Caller,
    @Param() { id }: IdParam,
    @IfMatch() version: number | undefined,
    @Body() changes: UpdateResourceDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return withETag(reply, await this.resources.update(caller, id, version, changes));
  }

  /** Deletes a resource. It can be restored for 30 days. */
  @Delete(':id')
  @HttpCode(204)
  @Requires('resources:delete')
  @ApiProblems('not_found')
  async delete(@CurrentCaller() caller: Caller, @Param() { id }: IdParam): Promise<void> {
    await this.resources.delete(caller, id);
  }

  /** Brings a resource back that was deleted within the last 30 days. Repeats do no harm. */
  @Post(':id/restore')
  @HttpCode(200)
  @Requires('resources:delete')
  @ApiOkResponse({ type: ResourceDto, headers: ApiETag })
  @ApiProblems('not_found')
  async restore(
    @CurrentCaller() caller: Caller,
    @Param() { id }: IdParam,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return withETag(reply, await this.resources.restore(caller, id));
  }
}

function withETag(reply: FastifyReply, resource: ResourceDto): ResourceDto {
  void reply.header('etag', etagOf(resource.version));
  return resource;
}
