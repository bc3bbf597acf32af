import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Actor, CurrentActor } from '../access/actor';
import { Requires } from '../access/rules';
import { ApiProblems } from '../http/api-problems';
import { etagOf, IdParam, IfMatch } from '../http/params';
import { ResourceListService } from './resource-list.service';
import { CreateResourceDto, ResourceDto, ResourcePageDto, ResourcesQuery, UpdateResourceDto } from './resources.dto';
import { ResourcesService } from './resources.service';

const ETAG = { ETag: { description: 'The version, for `If-Match`.', schema: { type: 'string' as const } } };
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
  @ApiCreatedResponse({ type: ResourceDto, headers: { ...ETAG, ...LOCATION } })
  async create(
    @CurrentActor() actor: Actor,
    @Body() content: CreateResourceDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const resource = await this.resources.create(actor, content);
    void reply.header('location', `/v1/resources/${resource.id}`);
    return withETag(reply, resource);
  }

  /** One resource. */
  @Get(':id')
  @Requires('resources:read')
  @ApiOkResponse({ type: ResourceDto, headers: ETAG })
  @ApiProblems('not_found')
  async get(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Res({ passthrough: true }) reply: FastifyReply) {
    return withETag(reply, await this.resources.get(actor, id));
  }

  /** Changes a resource that nobody has changed since you saw it. Without `If-Match` nothing is changed. */
  @Patch(':id')
  @Requires('resources:update')
  @ApiHeader({
    name: 'If-Match',
    required: true,
    description: 'The `ETag` of the version you saw.',
    schema: { type: 'string' },
  })
  @ApiOkResponse({ type: ResourceDto, headers: ETAG })
  @ApiProblems('not_found', 'version_mismatch')
  async update(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParam,
    @IfMatch() version: number | undefined,
    @Body() changes: UpdateResourceDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return withETag(reply, await this.resources.update(actor, id, version, changes));
  }

  /** Deletes a resource for good. */
  @Delete(':id')
  @HttpCode(204)
  @Requires('resources:delete')
  @ApiProblems('not_found')
  async delete(@CurrentActor() actor: Actor, @Param() { id }: IdParam): Promise<void> {
    await this.resources.delete(actor, id);
  }
}

function withETag(reply: FastifyReply, resource: ResourceDto): ResourceDto {
  void reply.header('etag', etagOf(resource.version));
  return resource;
}
