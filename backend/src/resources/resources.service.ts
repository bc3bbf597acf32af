import { Injectable } from '@nestjs/common';
import { type FindOperator, IsNull, MoreThan } from 'typeorm';
import type { Actor } from '../access/actor';
import type { Caller } from '../access/caller';
import { within } from '../access/within';
import { AuditLog, changesBetween } from '../audit/audit-log';
import { Clock } from '../clock';
import { Database, type Tx } from '../database/database';
import { uuidv7 } from '../database/uuid';
import { Problem } from '../http/problem';
import type { IdempotentRequest } from '../idempotency/idempotency-key';
import { RememberedAnswers } from '../idempotency/remembered-answers';
import { searchKey } from '../search-key';
import { EVERYTHING, type ReadableRange, readableRanges } from './readable';
import { ResourceEntity } from './resource.entity';
import { OWNER_JOIN, presentResource, RESOURCE_COLUMNS, type ResourceRow } from './resource.presenter';
import { RESTORABLE_MS } from './resource-purge.service';
import { type CreateResourceDto, type ResourceDto, TITLE_MAX_LENGTH, type UpdateResourceDto } from './resources.dto';

/** The reference feature: rows with an owner, guarded in the query. The list is in `ResourceListService`. */
@Injectable()
export class ResourcesService {
  constructor(
    private readonly answers: RememberedAnswers,
    private readonly audit: AuditLog,
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
  async create(caller: Caller, content: CreateResourceDto, request: IdempotentRequest | null): Promise<ResourceDto> {
    const { title, body = '', visibility = 'private' } = content;
    const now = this.clock.now();
    const id = uuidv7(now);
    return this.answers.write(request, async (tx) => {
      await tx.manager.insert(ResourceEntity, {
        id,
        ownerId: caller.actor.userId,
        ...titled(title),
        body,
        visibility,
        version: 1,
        createdAt: now,
        updatedAt: now,
      });
      const after = { title, body, visibility };
      await this.audit.record(tx, { by: caller, action: 'resource.create', subject: subjectOf(id), after });
      return this.read(tx, id);
    });
  }

  /**
   * @param version the one that the caller saw; without it nothing is changed, because nothing could be lost unseen
   * @throws Problem `not_found` out of reach; `version_mismatch` when it has changed since, or no version was given
   */
  async update(
    caller: Caller,
    id: string,
    version: number | undefined,
    changes: UpdateResourceDto,
  ): Promise<ResourceDto> {
    const reachable = { id, ...within(caller.actor, 'resources:update'), deletedAt: IsNull() };
    return this.database.write(async (tx) => {
      const before = await tx.manager.findOneBy(ResourceEntity, reachable);
      if (!before) throw new Problem('not_found');
      const isChanged = version !== undefined && (await this.change(tx, { ...reachable, version }, changes));
      if (!isChanged) {
        const detail = version === undefined ? 'Send the ETag of the version you saw as If-Match.' : undefined;
        throw new Problem('version_mismatch', { detail });
      }
      const after = await this.read(tx, id);
      const changed = changesBetween(contentOf(before), contentOf(after));
      await this.audit.record(tx, { by: caller, action: 'resource.update', subject: subjectOf(id), ...changed });
      return after;
    });
  }

  /** It can be restored for a while. @throws Problem `not_found` when there is none within the caller's reach */
  async delete(caller: Caller, id: string): Promise<void> {
    const reachable = { id, ...within(caller.actor, 'resources:delete'), deletedAt: IsNull() };
    await this.database.write(async (tx) => {
      const before = await tx.manager.findOneBy(ResourceEntity, reachable);
      const { affected } = await tx.manager.update(ResourceEntity, reachable, { deletedAt: this.clock.now() });
      if (!before || affected !== 1) throw new Problem('not_found');
      const record = { action: 'resource.delete', subject: subjectOf(id), before: contentOf(before) } as const;
      await this.audit.record(tx, { by: caller, ...record });
    });
  }

  /** Undoes a deletion. @throws Problem `not_found` when there is none within the caller's reach, or it was too long ago */
  async restore(caller: Caller, id: string): Promise<ResourceDto> {
    const reach = { id, ...within(caller.actor, 'resources:delete') };
    const since = this.clock.now() - RESTORABLE_MS;
    return this.database.write(async (tx) => {
      const deleted = { ...reach, deletedAt: MoreThan(since) };
      const { affected } = await tx.manager.update(ResourceEntity, deleted, {
        deletedAt: null,
        version: () => 'version + 1',
      });
      if (affected === 1) {
        await this.audit.record(tx, { by: caller, action: 'resource.restore', subject: subjectOf(id) });
        return this.read(tx, id);
      }
      // Undone twice is undone.
      if (await tx.manager.existsBy(ResourceEntity, { ...reach, deletedAt: IsNull() })) return this.read(tx, id);
      throw new Problem('not_found');
    });
  }

  private async change(
    tx: Tx,
    where: { id: string; version: number; ownerId?: string; deletedAt: FindOperator<number> },
    { title, body, visibility }: UpdateResourceDto,
  ): Promise<boolean> {
    const columns = { ...(title !== undefined && titled(title)), body, visibility, updatedAt: this.clock.now() };
    const { affected } = await tx.manager.update(ResourceEntity, where, { ...columns, version: where.version + 1 });
    return affected === 1;
  }

  private async read(source: Pick<Tx, 'query'>, id: string, range: ReadableRange = EVERYTHING): Promise<ResourceDto> {
    const [row] = await source.query<ResourceRow>(
      `SELECT ${RESOURCE_COLUMNS} FROM resources r ${OWNER_JOIN}
       WHERE r.id = ? AND r.deleted_at IS NULL AND (${range.condition})`,
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

function subjectOf(id: string) {
  return { kind: 'resource', id } as const;
}

/** What the record keeps of one. */
function contentOf({ title, body, visibility }: Pick<ResourceEntity, 'title' | 'body' | 'visibility'>) {
  return { title, body, visibility };
}
