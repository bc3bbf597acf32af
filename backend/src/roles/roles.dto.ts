import { ApiProperty } from '@nestjs/swagger';
import type { Grants } from '../access/permissions';

/** A set of permissions under a name. */
export class RoleDto {
  /** `ADMIN`, `USER`, or one that an administrator chose. */
  key: string;
  name: string;
  /** Comes with the application. */
  builtIn: boolean;
  /** Permission to reach; a permission that is not there is not granted. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string', enum: ['own', 'any'] } })
  grants: Grants;
}

export class RoleListDto {
  items: RoleDto[];
}
