import { byNoun, changesBetween, choiceOf, choicesFor, grantsFrom, type PermissionInfo } from './grants';
import { readSaved, savedDone } from './saved';

const permissions: PermissionInfo[] = [
  { key: 'notes:read', meaning: 'See notes', reaches: ['own', 'any'] },
  { key: 'notes:create', meaning: 'Make notes', reaches: ['own'] },
  { key: 'people:read', meaning: 'See people', reaches: ['any'] },
];
const [read, create, people] = permissions as [PermissionInfo, PermissionInfo, PermissionInfo];

describe('grants', () => {
  it('are what was chosen, and nothing that is no reach', () => {
    const chosen = { name: 'Support', 'notes:read': 'any', 'notes:create': 'none', 'people:read': undefined };
    expect(grantsFrom(chosen)).toEqual({ 'notes:read': 'any' });
  });

  it('say no where nothing is granted, whatever objects inherit', () => {
    expect(choiceOf({ 'notes:read': 'own' }, 'notes:read')).toBe('own');
    expect(choiceOf({}, 'toString')).toBe('none');
  });

  it('offer the reaches that there are', () => {
    expect(permissions.map(choicesFor)).toEqual([
      ['none', 'own', 'any'],
      ['none', 'own'],
      ['none', 'any'],
    ]);
  });

  it('are grouped by what they are about', () => {
    expect(byNoun(permissions)).toEqual([
      { noun: 'notes', permissions: [read, create] },
      { noun: 'people', permissions: [people] },
    ]);
  });

  it('are compared one by one', () => {
    const changes = changesBetween(
      { 'notes:read': 'own', 'notes:create': 'own' },
      { 'notes:read': 'any' },
      permissions,
    );
    expect(changes).toEqual([
      { permission: read, from: 'own', to: 'any' },
      { permission: create, from: 'own', to: 'none' },
    ]);
  });
});

describe('what the page after a save is told', () => {
  const before = { name: 'Help', grants: { 'notes:read': 'own' } as const };
  const after = { name: 'Support', grants: { 'notes:create': 'own', 'people:read': 'any' } as const };

  it('is how it was, and comes to the changes', () => {
    const done = savedDone(before, after);
    expect(done).toBe('saved,name,notes:read-own,notes:create-none,people:read-none');
    expect(readSaved(done, after.grants, permissions)).toEqual({
      renamed: true,
      changes: changesBetween(before.grants, after.grants, permissions),
    });
  });

  it('says so where nothing was changed', () => {
    expect(savedDone(before, before)).toBe('unchanged');
    expect(readSaved('unchanged', before.grants, permissions)).toBeNull();
    expect(readSaved(null, before.grants, permissions)).toBeNull();
  });

  it('cannot be made to tell what is not so', () => {
    const none = { renamed: false, changes: [] };
    for (const done of ['saved', 'saved,notes:read-own', 'saved,notes:read-all', 'saved,other:read-any', 'saved,,-']) {
      expect(readSaved(done, before.grants, permissions)).toEqual(none);
    }
  });
});
