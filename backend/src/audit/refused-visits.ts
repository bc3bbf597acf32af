import { Injectable, Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Doors } from '../access/doors';
import { USER_GRANTS } from '../access/permissions';
import type { Rule } from '../access/rules';
import { ClientInfoPipe } from '../http/client-info';
import { AuditLog } from './audit-log';

/** Records who was refused at a door of the administration: whoever tries these wants more than they may. */
@Injectable()
export class RefusedVisits {
  private readonly logger = new Logger(RefusedVisits.name);

  constructor(
    private readonly audit: AuditLog,
    private readonly clientInfo: ClientInfoPipe,
    private readonly doors: Doors,
  ) {}

  /**
   * Call it before the answer 403 leaves. Never fails: a refusal stays one when it cannot be recorded.
   * @returns undefined when there is nothing to wait for
   */
  note(request: FastifyRequest): Promise<void> | undefined {
    const { actor, method } = request;
    const path = request.routeOptions.url;
    if (!actor || path === undefined) return undefined;
    const door = this.doors.find(method, path);
    if (!door || !isAdministrative(door.rule)) return undefined;
    const { id, key } = request.params as { id?: string; key?: string };
    return this.audit
      .recordAlone({
        by: { actor, client: this.clientInfo.transform(request) },
        action: 'door.pass',
        outcome: 'refused',
        subject: { kind: 'door', id: `${door.method} ${door.path}` },
        ...((id ?? key) !== undefined && { after: { id: id ?? key } }),
      })
      .catch((error: unknown) => this.logger.error(error, 'a refusal could not be recorded'));
  }
}

/** What only few may do by their role: to one's own things everybody has the keys from the start. */
function isAdministrative(rule: Rule): boolean {
  return rule.kind === 'role' || (rule.kind === 'permission' && USER_GRANTS[rule.permission] === undefined);
}
