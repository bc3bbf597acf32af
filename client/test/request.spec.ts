import { isRepeatable, withIdempotencyKey } from '../src/repetition.ts';
import { addressOf, headersOf } from '../src/request.ts';

const addressText = (...args: Parameters<typeof addressOf>) => addressOf(...args).href;

describe('an address', () => {
  it('is that of the door, with what was given', () => {
    const query = { search: 'a&b=c', limit: 20, owner: undefined, cursor: null };
    expect(addressText('https://api.example', '/v1/resources', {}, query)).toBe(
      'https://api.example/v1/resources?search=a%26b%3Dc&limit=20',
    );
    expect(addressText('https://example.com/api/', '/v1/users/{id}', { id: 'ä/b?c#d' })).toBe(
      'https://example.com/api/v1/users/%C3%A4%2Fb%3Fc%23d',
    );
  });

  it.each(['', '.', '..', undefined, null, {}, []])('never leads to another door: %p', (id) => {
    expect(() => addressOf('https://api.example', '/v1/users/{id}', { id })).toThrow(TypeError);
  });

  it('takes no encoded dots for a step either', () => {
    expect(addressText('https://api.example', '/v1/users/{id}/sessions', { id: '%2e%2e' })).toBe(
      'https://api.example/v1/users/%252e%252e/sessions',
    );
  });
});

describe('headers', () => {
  it('are those that were given', () => {
    expect(headersOf({ 'If-Match': '"1"', 'Idempotency-Key': undefined })).toEqual({ 'if-match': '"1"' });
  });

  it('hold a key of their own where something is made, unless the caller has one', () => {
    expect(withIdempotencyKey('POST /v1/resources', {})['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
    const own = { 'idempotency-key': 'my-own-key' };
    expect(withIdempotencyKey('POST /v1/resources', own)).toEqual(own);
    expect(withIdempotencyKey('POST /v1/auth/login', {})).toEqual({});
  });
});

describe('a call of which nobody knows if it was done', () => {
  it.each<[string, Record<string, string>, boolean]>([
    ['GET', {}, true],
    ['PUT', {}, true],
    ['DELETE', {}, true],
    ['POST', {}, false],
    ['PATCH', {}, false],
    ['POST', { 'idempotency-key': 'x' }, true],
    ['PATCH', { 'if-match': '"1"' }, false],
    ['PUT', { 'if-match': '"1"' }, false],
  ])('%s with %p: may be repeated: %p', (method, headers, isSafe) => {
    expect(isRepeatable({ method, headers })).toBe(isSafe);
  });
});
