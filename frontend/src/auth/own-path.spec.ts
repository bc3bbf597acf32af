import '@/test-support/settings';

import { ownPath } from './own-path';

describe('where sign-in leads', () => {
  it.each([
    ['/resources?x=1', '/resources?x=1'],
    ['http://localhost:3000', '/'],
    ['http://localhost:3000/resources', '/resources'],
  ])('%s is a place of ours', (value, path) => {
    expect(ownPath(value)).toBe(path);
  });

  it.each([
    'http://localhost:3000.evil.example/',
    'http://localhost:3001/',
    'https://localhost:3000/',
    'http://localhost:3000//evil.example',
    'http://localhost:3000@evil.example/',
    '//evil.example',
  ])('%s is not', (value) => {
    expect(ownPath(value)).toBe('/');
  });
});
