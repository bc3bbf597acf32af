import { randomUUID } from 'node:crypto';
import type { AuditSource } from './audit-log';

/**
 * Whoever may run commands on this machine; nobody who is signed in.
 * @param command as it is typed, e.g. `npm run admin:create`
 */
export function byCommand(command: string): AuditSource {
  const client = { ip: '', userAgent: command, requestId: randomUUID() };
  return { actor: null, client: { ...client, isWebApp: false, isUnconfirmed: false, knownDevice: null } };
}
