import { ALL_PERMISSIONS } from '../../../backend/src/access/permissions';

import { isAllowed, PERMISSIONS, type AccessRule } from './permissions';

it('knows the same permissions as the API', () => {
  expect(PERMISSIONS.toSorted()).toEqual(ALL_PERMISSIONS.toSorted());
});

describe('isAllowed', () => {
  const user = { role: 'USER', permissions: { 'resources:read': 'own' as const } };

  it('follows permission, role and sign-in', () => {
    expect(isAllowed(user, { requires: 'resources:read' })).toBe(true);
    expect(isAllowed(user, { requires: 'users:read' })).toBe(false);
    expect(isAllowed(user, { role: 'USER' })).toBe(true);
    expect(isAllowed(user, { role: 'ADMIN' })).toBe(false);
    expect(isAllowed(user, { signedIn: true })).toBe(true);
  });

  it('is a no where the rule is missing or unknown', () => {
    expect(isAllowed(user, {} as AccessRule)).toBe(false);
    expect(isAllowed(user, { signedIn: false } as unknown as AccessRule)).toBe(false);
    expect(isAllowed(user, { requires: 'toString' } as unknown as AccessRule)).toBe(false);
  });
});
