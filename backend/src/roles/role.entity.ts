import { Column, Entity, PrimaryColumn } from 'typeorm';
import { counter, longText, moment, primaryKey, text } from '../database/columns';
import { Personal } from '../database/personal';

/** A set of permissions under a name. */
@Entity('roles')
@Personal<RoleEntity>({
  keep: { columns: ['key', 'name', 'grants'], because: 'Says what may be done, not by whom.' },
})
export class RoleEntity {
  /** `ADMIN`, `USER`, or one that an administrator chose. */
  @PrimaryColumn(primaryKey('roles', text(64)))
  key!: string;

  @Column(text(100))
  name!: string;

  /** Comes with the application and cannot be deleted. */
  @Column({ type: 'boolean' })
  builtIn!: boolean;

  /** JSON of permission to reach, e.g. `{ "resources:read": "any" }`. Empty for `ADMIN`, whose grants are in the code. */
  @Column(longText())
  grants!: string;

  @Column(counter())
  version!: number;

  @Column(moment())
  createdAt!: number;

  @Column(moment())
  updatedAt!: number;
}
