import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock';
import type { Database } from '../database/database';
import { AuditLog, type AuditSource } from './audit-log';
import { AuditSealer } from './audit-sealer';

/**
 * Whoever may run commands on this machine; nobody who is signed in.
 * @param command as it is typed, e.g. `npm run admin:create`
 */
export function byCommand(command: string): AuditSource {
  const client = { ip: '', userAgent: command, requestId: randomUUID() };
  return { actor: null, client: { ...client, isWebApp: false, isUnconfirmed: false, knownDevice: null } };
}

/** Does what a command is for, seals the events that it recorded, and closes the database in any case. */
export async function recording<Result>(
  database: Database,
  clock: Clock,
  work: (audit: AuditLog) => Promise<Result>,
): Promise<Result> {
  const sealer = new AuditSealer(database);
  try {
    const result = await work(new AuditLog(clock, database, sealer));
    await sealer.seal();
    return result;
  } finally {
    await sealer.onApplicationShutdown();
    await database.close();
  }
}
