import type { Visibility } from './resource.entity';
import type { ResourceDto } from './resources.dto';

/** What is read of a resource to show one; moments are epoch milliseconds. */
export interface ResourceRow {
  id: string;
  title: string;
  body: string;
  visibility: Visibility;
  ownerId: string;
  ownerName: string;
  version: number;
  createdAt: number;
  updatedAt: number;
}

/** The columns of a {@link ResourceRow}, from `resources r` and its {@link OWNER_JOIN}. */
export const RESOURCE_COLUMNS = `r.id, r.title, r.body, r.visibility, r.owner_id AS ownerId, o.name AS ownerName, r.version,
  r.created_at AS createdAt, r.updated_at AS updatedAt`;

/** The owner's name comes with the row: no second query, and none per row. */
export const OWNER_JOIN = 'JOIN users o ON o.id = r.owner_id';

export function presentResource(resource: ResourceRow): ResourceDto {
  return {
    id: resource.id,
    title: resource.title,
    body: resource.body,
    visibility: resource.visibility,
    ownerId: resource.ownerId,
    ownerName: resource.ownerName,
    version: resource.version,
    createdAt: new Date(resource.createdAt).toISOString(),
    updatedAt: new Date(resource.updatedAt).toISOString(),
  };
}
