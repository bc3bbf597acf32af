import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { counter, id, longText, moment, nullable, primaryKey, text } from '../database/columns';
import { Personal } from '../database/personal';

export type Visibility = 'private' | 'internal';

/**
 * A text that somebody owns. Whoever sees only part of them sees their own and the internal ones: two ranges, each with
 * an index for every order, so that a page costs the same however many rows of other people lie between.
 */
@Entity('resources')
@Index('ix_resources_created_at', ['createdAt', 'id'])
@Index('ix_resources_updated_at', ['updatedAt', 'id'])
@Index('ix_resources_title_key', ['titleKey', 'id'])
@Index('ix_resources_owner_id_created_at', ['ownerId', 'createdAt', 'id'])
@Index('ix_resources_owner_id_updated_at', ['ownerId', 'updatedAt', 'id'])
@Index('ix_resources_owner_id_title_key', ['ownerId', 'titleKey', 'id'])
@Index('ix_resources_visibility_created_at', ['visibility', 'createdAt', 'id'])
@Index('ix_resources_visibility_updated_at', ['visibility', 'updatedAt', 'id'])
@Index('ix_resources_visibility_title_key', ['visibility', 'titleKey', 'id'])
@Index('ix_resources_deleted_at', ['deletedAt'])
@Personal<ResourceEntity>({
  of: ['ownerId'],
  pagedBy: 'createdAt',
  exportedAs: 'resources',
  delete: {
    columns: ['id', 'ownerId', 'title', 'titleKey', 'body', 'visibility'],
    because: 'Whoever deletes their account expects that what they wrote goes with it, whoever could read it.',
  },
  withheld: { columns: ['titleKey', 'version'], because: 'Says nothing that the title does not.' },
})
export class ResourceEntity {
  @PrimaryColumn(primaryKey('resources', id()))
  id!: string;

  @Column(id())
  @ForeignKey('users', { name: 'fk_resources_owner_id', onUpdate: 'NO ACTION', onDelete: 'NO ACTION' })
  ownerId!: string;

  @Column(text(200))
  title!: string;

  /** What `title` is sorted and searched by; write both together. @see searchKey */
  @Column(text(200))
  titleKey!: string;

  @Column(longText())
  body!: string;

  /** `private`: the owner and whose reach is `any`; `internal`: everybody who is signed in may read. */
  @Column(text(16))
  visibility!: Visibility;

  @Column(counter())
  version!: number;

  @Column(moment())
  createdAt!: number;

  @Column(moment())
  updatedAt!: number;

  /** Since when nobody sees it; it can be restored until it is purged. */
  @Column(nullable(moment()))
  deletedAt!: number | null;
}
