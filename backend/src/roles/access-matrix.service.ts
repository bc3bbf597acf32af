import { Injectable } from '@nestjs/common';
import { Doors } from '../access/doors';
import { ALL_PERMISSIONS, PERMISSIONS } from '../access/permissions';
import { ruleName } from '../access/rules';
import type { AccessMatrixDto } from './roles.dto';
import { RolesService } from './roles.service';

/** Who may do what, from what the guards themselves read. */
@Injectable()
export class AccessMatrixService {
  constructor(
    private readonly doors: Doors,
    private readonly roles: RolesService,
  ) {}

  async read(): Promise<AccessMatrixDto> {
    const doors = this.doors.list().map(({ method, path, rule, isSessionOnly, needsFreshProof }) => ({
      method,
      path: path.replace(/:(\w+)/g, '{$1}'),
      rule: ruleName(rule),
      sessionOnly: isSessionOnly,
      freshProof: needsFreshProof,
    }));
    return {
      doors: doors.toSorted((a, b) => (`${a.path} ${a.method}` < `${b.path} ${b.method}` ? -1 : 1)),
      permissions: ALL_PERMISSIONS.map((key) => {
        const { meaning, reaches } = PERMISSIONS[key];
        return { key, meaning, reaches };
      }),
      roles: await this.roles.list(),
    };
  }
}
