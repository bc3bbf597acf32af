import { ADMIN_GRANTS, USER_GRANTS } from './permissions';
import { holdsAllOf } from './holds';

const ADMIN = { key: 'ADMIN', grants: ADMIN_GRANTS };
const USER = { key: 'USER', grants: USER_GRANTS };

describe('holdsAllOf', () => {
  const admin = { kind: 'session', role: 'ADMIN', grants: ADMIN_GRANTS } as const;

  it('lets an administrator reach everybody', () => {
    expect(holdsAllOf(admin, ADMIN)).toBe(true);
    expect(holdsAllOf(admin, USER)).toBe(true);
  });

  it('lets nobody else reach up to an administrator, whatever they are granted', () => {
    expect(holdsAllOf({ kind: 'session', role: 'EVERYTHING', grants: ADMIN_GRANTS }, ADMIN)).toBe(false);
  });

  it('keeps an API key of an administrator to its scopes', () => {
    const key = { kind: 'api_key', role: 'ADMIN' } as const;
    expect(holdsAllOf({ ...key, grants: { 'users:update': 'any' } }, USER)).toBe(false);
    expect(holdsAllOf({ ...key, grants: { ...USER_GRANTS, 'users:update': 'any' } }, USER)).toBe(true);
    expect(holdsAllOf({ ...key, grants: ADMIN_GRANTS }, ADMIN)).toBe(false);
  });

  it('compares permission by permission, and reach by reach', () => {
    const support = { kind: 'session', role: 'SUPPORT', grants: { ...USER_GRANTS, 'users:update': 'any' } } as const;
    expect(holdsAllOf(support, USER)).toBe(true);
    expect(holdsAllOf(support, { key: 'READER', grants: { 'resources:read': 'own' } })).toBe(true);
    expect(holdsAllOf(support, { key: 'READER', grants: { 'resources:read': 'any' } })).toBe(false);
    expect(holdsAllOf(support, { key: 'AUDITOR', grants: { 'audit:read': 'any' } })).toBe(false);
  });
});
