import { ApiGrants } from '../access/api-grants';
import type { Grants } from '../access/permissions';

/** A set of permissions under a name. */
export class RoleDto {
  /** `ADMIN`, `USER`, or one that an administrator chose. */
  key: string;
  name: string;
  /** Comes with the application. */
  builtIn: boolean;
  /** Permission to reach; a permission that is not there is not granted. */
  @ApiGrants()
  grants: Grants;
}

export class RoleListDto {
  items: RoleDto[];
}
