import { Injectable } from '@nestjs/common';
import { ADMIN_ROLE, type Grants, grantsOf } from '../access/permissions';
import { Database, type Tx } from '../database/database';

export interface Role {
  readonly key: string;
  readonly name: string;
  readonly builtIn: boolean;
  readonly grants: Grants;
}

interface RoleRow {
  key: string;
  name: string;
  built_in: number;
  grants: string;
}

const COLUMNS = 'r.`key`, r.name, r.built_in, r.grants';

@Injectable()
export class RolesService {
  constructor(private readonly database: Database) {}

  /** The built-in roles first. */
  async list(): Promise<Role[]> {
    const rows = await this.database.query<RoleRow>(
      `SELECT ${COLUMNS} FROM roles r ORDER BY r.built_in DESC, r.\`key\``,
    );
    return rows.map(roleOf);
  }

  /** @param source the unit of work, when the answer decides over what is written in it */
  async find(key: string, source: Pick<Tx, 'query'> = this.database): Promise<Role | null> {
    const [row] = await source.query<RoleRow>(`SELECT ${COLUMNS} FROM roles r WHERE r.\`key\` = ?`, [key]);
    return row ? roleOf(row) : null;
  }

  /**
   * Lets only one unit of work at a time change who is an administrator; the others wait for its end. Call it first:
   * what is read after it stays true until the commit. Without it, two administrators who demote each other at once
   * would each still see the other one (write skew), and none would be left.
   *
   * The row really changes, because a multi-primary cluster finds such a clash only between changed rows. The version
   * is free for it: nobody can edit this role.
   */
  async lockAdministrators(tx: Tx): Promise<void> {
    await tx.execute('UPDATE roles SET version = version + 1 WHERE `key` = ?', [ADMIN_ROLE]);
  }
}

function roleOf(row: RoleRow): Role {
  return { key: row.key, name: row.name, builtIn: Boolean(row.built_in), grants: grantsOf(row.key, row.grants) };
}
