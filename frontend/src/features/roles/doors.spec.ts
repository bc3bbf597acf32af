import { listDoors, rolesThatPass, rulesOf, type Door } from './doors';

const door = (method: string, path: string, rule: string): Door => ({
  method,
  path,
  rule,
  sessionOnly: false,
  freshProof: false,
});
const doors = [
  door('POST', '/v1/roles', 'role:ADMIN'),
  door('GET', '/v1/users', 'users:read'),
  door('GET', '/v1/me', 'signed-in'),
  door('POST', '/v1/auth/login', 'public'),
];
const rules = ['public', 'signed-in', 'users:read', 'role:ADMIN'];
const role = (key: string, grants: Record<string, 'own' | 'any'>) => {
  return { key, name: key, builtIn: false, inUse: false, version: 1, grants };
};

it('lists the rules that are in use, the most open ones first', () => {
  expect(rulesOf(doors, [{ key: 'users:read' }, { key: 'users:update' }])).toEqual(rules);
});

it('lists doors by rule, those of one rule, and those with some letters', () => {
  const found = (rule: string, search: string) => listDoors(doors, rules, { rule, search }).map(({ path }) => path);
  expect(found('', '')).toEqual(['/v1/auth/login', '/v1/me', '/v1/users', '/v1/roles']);
  expect(found('users:read', '')).toEqual(['/v1/users']);
  expect(found('', ' post /V1/R')).toEqual(['/v1/roles']);
  expect(found('no:such', '')).toEqual([]);
});

it('says who passes', () => {
  const roles = [role('ADMIN', {}), role('SUPPORT', { 'users:read': 'any' }), role('USER', {})];
  const passing = (rule: string) => {
    const who = rolesThatPass(rule, roles);
    return typeof who === 'string' ? who : who.map(({ key }) => key);
  };
  expect(passing('public')).toBe('everybody');
  expect(passing('signed-in')).toBe('signedIn');
  expect(passing('users:read')).toEqual(['ADMIN', 'SUPPORT']);
  expect(passing('role:ADMIN')).toEqual(['ADMIN']);
});
