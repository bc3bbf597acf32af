import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsObject, Matches } from 'class-validator';
import { ApiGrants } from '../access/api-grants';
import type { Grants } from '../access/permissions';
import { Text } from '../http/text';

/** In characters. */
export const ROLE_NAME_MAX_LENGTH = 100;
const KEY = /^[A-Z][A-Z0-9_]{1,63}$/;

/** A set of permissions under a name. */
export class RoleDto {
  /** `ADMIN`, `USER`, or one that an administrator chose. */
  key: string;
  @ApiProperty({ example: 'Clerk' })
  name: string;
  /** Comes with the application. */
  builtIn: boolean;
  /** Whether somebody has it; then it cannot be deleted. */
  inUse: boolean;
  /** Permission to reach; a permission that is not there is not granted. */
  @ApiGrants()
  grants: Grants;
  /** Rises with every change; what `If-Match` and `ETag` carry in quotes. */
  version: number;
}

export class RoleListDto {
  items: RoleDto[];
}

export class UpdateRoleDto {
  @Text({ max: ROLE_NAME_MAX_LENGTH })
  @ApiProperty({ example: 'Clerk' })
  name: string;

  /** All that the role grants from now on: permission to reach, `own` or `any`. */
  // As it was sent: class-transformer would leave out names such as `toString` in silence.
  @Transform(({ obj }: { obj: { grants?: unknown } }) => obj.grants)
  @IsObject({ message: 'Must map permissions to `own` or `any`.' })
  @ApiGrants()
  grants: Record<string, unknown>;
}

export class CreateRoleDto extends UpdateRoleDto {
  /** Capital letters, digits and `_`, as programs will know it. It never changes. */
  @Matches(KEY, { message: 'Use 2 to 64 capital letters, digits and _, and begin with a letter.' })
  @ApiProperty({ pattern: KEY.source, example: 'SUPPORT' })
  key: string;
}

/** The key in a path. A malformed one answers like a missing one. */
export class RoleKeyParam {
  @Matches(KEY, { context: { problem: 'not_found' } })
  key: string;
}

/** One way into the API. */
export class DoorDto {
  /** HTTP method. */
  @ApiProperty({ example: 'PATCH' })
  method: string;
  @ApiProperty({ example: '/v1/users/{id}' })
  path: string;
  /** `public`, `signed-in`, a permission, or `role:ADMIN`. */
  @ApiProperty({ example: 'users:update' })
  rule: string;
  /** An API key must not come here, whatever its scopes. */
  sessionOnly: boolean;
  /** Takes a password given within the last 10 minutes. */
  freshProof: boolean;
}

/** A permission and what it is for. */
export class PermissionDto {
  @ApiProperty({ example: 'users:update' })
  key: string;
  /** In one line. */
  meaning: string;
  /** Reaches that may be granted, the widest last. */
  @ApiProperty({ enum: ['own', 'any'], isArray: true })
  reaches: readonly string[];
}

export class AccessMatrixDto {
  doors: DoorDto[];
  permissions: PermissionDto[];
  roles: RoleDto[];
}
