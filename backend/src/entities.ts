import { ResourceEntity } from './resources/resource.entity';
import { RoleEntity } from './roles/role.entity';
import { SessionEntity } from './sessions/session.entity';
import { UserEntity } from './users/user.entity';

/** Every table that the features own. */
export const ENTITIES = [ResourceEntity, RoleEntity, SessionEntity, UserEntity] as const;
