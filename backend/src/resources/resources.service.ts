import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor';
import { within } from '../access/within';
import { Clock } from '../clock';
import { Database, type Tx } from '../database/database';
import { uuidv7 } from '../database/uuid';
import { Problem } from '../http/problem';
import { searchKey } from '../http/text';
import { EVERYTHING, type ReadableRange, readableRanges } from './readable';
import { ResourceEntity } from './resource.entity';
import { OWNER_JOIN, presentResource, RESOURCE_COLUMNS, type ResourceRow } from './resource.presenter';
import { type CreateResourceDto, type ResourceDto, TITLE_MAX_LENGTH, type UpdateResourceDto } from './resources.dto';

/** The reference feature: rows with an owner, guarded in the query. The list is in `ResourceListService`. */
@Injectable()
export class ResourcesService {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
  ) {}

  /** @throws Problem `not_found` when there is none, or none that the caller may read */
  async get(actor: Actor, id: string): Promise<ResourceDto> {
    const ranges = readableRanges(actor);
    return this.read(this.database, id, {
      condition: ranges.map(({ condition }) => `(${condition})`).join(' OR '),
      parameters: ranges.flatMap(({ parameters }) => parameters),
    });
  }

  /** Makes a resource that belongs to the caller. */
  async create(actor: Actor, { title, body = '', visibility = 'private' }: CreateResourceDto): Promise<ResourceDto> {
    const now = this.clock.now();
    const id = uuidv7(now);
    return this.database.write(async (tx) => {
      await tx.manager.insert(ResourceEntity, {
        id,
        ownerId: actor.userId,
        ...titled(title),
        body,
        visibility,
        version: 1,
        createdAt: now,
        updatedAt: now,
      });
      return this.read(tx, id);
    });
  }

  /**
   * @param version the one that the caller saw; without it nothing is changed, because nothing could be lost unseen
   * @throws Problem `not_found` out of reach; `version_mismatch` when it has changed since, or no version was given
   */
  async update(
    actor: Actor,
    id: string,
    version: number | undefined,
    changes: UpdateResourceDto,
  ): Promise<ResourceDto> {
    const reachable = { id, ...within(actor, 'resources:update') };
    return this.database.write(async (tx) => {
      const isChanged = version !== undefined && (await this.change(tx, { ...reachable, version }, changes));
      if (isChanged) return this.read(tx, id);
      if (!(await tx.manager.existsBy(ResourceEntity, reachable))) throw new Problem('not_found');
      const detail = version === undefined ? 'Send the ETag of the version you saw as If-Match.' : undefined;
      throw new Problem('version_mismatch', { detail });
    });
  }

  /** @throws Problem `not_found` when there is none within the caller's reach */
  async delete(actor: Actor, id: string): Promise<void> {
    const reachable = { id, ...within(actor, 'resources:delete') };
    const { affected } = await this.database.write((tx) => tx.manager.delete(ResourceEntity, reachable));
    if (affected !== 1) throw new Problem('not_found');
  }

  private async change(
    tx: Tx,
    where: { id: string; version: number; ownerId?: string },
    { title, body, visibility }: UpdateResourceDto,
  ): Promise<boolean> {
    const columns = { ...(title !== undefined && titled(title)), body, visibility, updatedAt: this.clock.now() };
    const { affected } = await tx.manager.update(ResourceEntity, where, { ...columns, version: where.version + 1 });
    return affected === 1;
  }

  private async read(source: Pick<Tx, 'query'>, id: string, range: ReadableRange = EVERYTHING): Promise<ResourceDto> {
    const [row] = await source.query<ResourceRow>(
      `SELECT ${RESOURCE_COLUMNS} FROM resources r ${OWNER_JOIN} WHERE r.id = ? AND (${range.condition})`,
      [id, ...range.parameters],
    );
    if (!row) throw new Problem('not_found');
    return presentResource(row);
  }
}

/** The columns of a title, which are written together. */
function titled(title: string): Pick<ResourceEntity, 'title' | 'titleKey'> {
  return { title, titleKey: searchKey(title, TITLE_MAX_LENGTH) };
}
