import { changesIn } from './changes';

describe('changesIn', () => {
  it('pairs what was with what is', () => {
    expect(changesIn({ name: 'Ada' }, { name: 'Grace' })).toEqual([{ path: ['name'], before: 'Ada', after: 'Grace' }]);
  });

  it('leaves out what stayed', () => {
    expect(changesIn({ name: 'Ada', disabled: false }, { name: 'Ada', disabled: true })).toEqual([
      { path: ['disabled'], before: false, after: true },
    ]);
  });

  it('tells what was made, and what was taken away', () => {
    expect(changesIn(null, { title: 'New' })).toEqual([{ path: ['title'], before: undefined, after: 'New' }]);
    expect(changesIn({ title: 'Old' }, null)).toEqual([{ path: ['title'], before: 'Old', after: undefined }]);
    expect(changesIn(null, null)).toEqual([]);
  });

  it('looks into groups, one level deep', () => {
    const before = { grants: { 'users:read': 'own', 'roles:read': 'any' } };
    const after = { grants: { 'users:read': 'any', 'audit:read': 'any' } };
    expect(changesIn(before, after)).toEqual([
      { path: ['grants', 'users:read'], before: 'own', after: 'any' },
      { path: ['grants', 'roles:read'], before: 'any', after: undefined },
      { path: ['grants', 'audit:read'], before: undefined, after: 'any' },
    ]);
    expect(changesIn(null, { grants: { a: { b: 1 } } })).toEqual([
      { path: ['grants', 'a'], before: undefined, after: { b: 1 } },
    ]);
  });

  it('takes a list for one value', () => {
    expect(changesIn({ tags: ['a'] }, { tags: ['a', 'b'] })).toEqual([
      { path: ['tags'], before: ['a'], after: ['a', 'b'] },
    ]);
  });
});
