import { directionOf, nextSort } from './sort-order';

describe('the order of a list', () => {
  it('is read from its name', () => {
    expect(directionOf('name', 'name')).toBe('ascending');
    expect(directionOf('-name', 'name')).toBe('descending');
    expect(directionOf('-createdAt', 'name')).toBe('none');
  });

  it('begins with the useful direction and then turns round', () => {
    expect(nextSort('-createdAt', 'name', 'ascending')).toBe('name');
    expect(nextSort('name', 'lastLoginAt', 'descending')).toBe('-lastLoginAt');
    expect(nextSort('name', 'name', 'ascending')).toBe('-name');
    expect(nextSort('-name', 'name', 'ascending')).toBe('name');
  });
});
