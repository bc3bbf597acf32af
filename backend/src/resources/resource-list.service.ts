import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor';
import { Database } from '../database/database';
import type { SqlValue } from '../database/parameters';
import { parseSort, readPage, type SortColumns, type SortOrder, type Stretch } from '../http/pagination';
import { likeContains } from '../http/text';
import { searchKey } from '../search-key';
import { EVERYTHING, ownedBy, readableRanges, type ReadableRange } from './readable';
import { OWNER_JOIN, presentResource, RESOURCE_COLUMNS, type ResourceRow } from './resource.presenter';
import type { ResourcePageDto, ResourcesQuery } from './resources.dto';

const SORT_COLUMNS: SortColumns = {
  title: { column: 'r.title_key', type: 'string' },
  createdAt: { column: 'r.created_at', type: 'number' },
  updatedAt: { column: 'r.updated_at', type: 'number' },
};

interface ListedResource extends ResourceRow {
  sortValue: string | number;
}

@Injectable()
export class ResourceListService {
  constructor(private readonly database: Database) {}

  /** What the caller may read, page by page. */
  async list(actor: Actor, query: ResourcesQuery): Promise<ResourcePageDto> {
    const sort = parseSort(query.sort, SORT_COLUMNS);
    const ranges = query.owner === 'me' ? [ownedBy(actor.userId)] : readableRanges(actor);
    const { items, nextCursor } = await readPage<ListedResource>(
      { ...query, sort, idColumn: 'r.id' },
      (stretch, limit) => this.read(ranges, query.search, sort, stretch, limit),
      ({ sortValue, id }) => ({ value: sortValue, id }),
    );
    return { items: items.map(presentResource), nextCursor };
  }

  /**
   * The first rows of each range, then the first of these: an index gives each range in order, and the page is read
   * without touching the rows that are not on it.
   */
  private read(ranges: ReadableRange[], search: string | undefined, sort: SortOrder, stretch: Stretch, limit: number) {
    const found = search ? searching(search) : EVERYTHING;
    const parameters: SqlValue[] = [];
    const selects = ranges.map((range, index) => {
      parameters.push(...range.parameters, ...found.parameters, ...stretch.parameters, limit);
      return `SELECT id FROM (
        SELECT r.id FROM resources r
        WHERE r.deleted_at IS NULL AND ${range.condition} AND ${found.condition} AND ${stretch.condition}
        ORDER BY ${stretch.order} LIMIT ?) range_${index}`;
    });
    return this.database.query<ListedResource>(
      `SELECT ${RESOURCE_COLUMNS}, ${sort.column} AS sortValue
       FROM (${selects.join(' UNION ')}) page JOIN resources r ON r.id = page.id ${OWNER_JOIN}
       ORDER BY ${stretch.order} LIMIT ?`,
      [...parameters, limit],
    );
  }
}

function searching(text: string): ReadableRange {
  // What folds to nothing, a lone accent, must not find everything.
  return {
    condition: `r.title_key LIKE ? ESCAPE '!'`,
    parameters: [likeContains(searchKey(text, text.length) || text)],
  };
}
