import { pathWith, safePath } from './safe-path';

describe('safePath', () => {
  it.each(['/', '/resources', '/resources?search=a%20b&sort=-name', '/a/b#c', '/%2F%2Fevil.example'])(
    'goes on to %s',
    (path) => {
      expect(safePath(path)).toBe(path);
    },
  );

  it.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/.//evil.example',
    'javascript:alert(1)',
    'resources',
    '',
    ' /resources',
    `/${'a'.repeat(2000)}`,
    null,
    undefined,
    ['/resources'],
  ])('refuses %j', (value) => {
    expect(safePath(value, '/fallback' as never)).toBe('/fallback');
  });
});

describe('pathWith', () => {
  it('encodes values and leaves out those that are missing', () => {
    expect(pathWith('/sign-in', { next: '/a?b=c&d', reason: undefined })).toBe('/sign-in?next=%2Fa%3Fb%3Dc%26d');
    expect(pathWith('/sign-in', {})).toBe('/sign-in');
  });
});
