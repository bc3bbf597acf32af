import type { Schemas } from '@/lib/api';

export type Action = Schemas['AuditEvent']['action'];
export type Outcome = Schemas['AuditEvent']['outcome'];

/** Every act that the API records, in the order of the filter. */
export const ACTIONS = [
  'session.start',
  'session.end',
  'session.end-all',
  'session.revoke',
  'session.replay',
  'password.change',
  'user.update',
  'user.disable',
  'user.enable',
  'user.set-role',
  'user.sign-out',
  'role.create',
  'role.update',
  'role.delete',
  'resource.create',
  'resource.update',
  'resource.delete',
  'resource.restore',
  'door.pass',
] as const satisfies readonly Action[];

export const OUTCOMES = ['success', 'failure', 'refused'] as const satisfies readonly Outcome[];
