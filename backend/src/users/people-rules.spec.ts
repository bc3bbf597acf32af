import { isActiveAdministrator } from './people-rules';

describe('isActiveAdministrator', () => {
  const active = { role: 'ADMIN', emailVerifiedAt: 1, disabledAt: null, eraseAt: null };

  it('counts only administrators who can sign in', () => {
    expect(isActiveAdministrator(active)).toBe(true);
    expect(isActiveAdministrator({ ...active, role: 'USER' })).toBe(false);
    expect(isActiveAdministrator({ ...active, disabledAt: 1 })).toBe(false);
    expect(isActiveAdministrator({ ...active, emailVerifiedAt: null })).toBe(false);
  });

  it('does not count who is about to be deleted', () => {
    expect(isActiveAdministrator({ ...active, eraseAt: 1 })).toBe(false);
  });
});
