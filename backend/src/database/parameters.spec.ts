import { checkParameters, placeholders } from './parameters';

describe('parameters of a statement', () => {
  it('may be text, numbers, truths, nothing and bytes', () => {
    expect(() => checkParameters(['a', '', 1, -1.5, 2n, true, false, null, Buffer.from('a')])).not.toThrow();
  });

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['NaN', Number.NaN],
    ['an object', { toSqlString: () => '1; DROP TABLE users' }],
    ['a list', [1, 2]],
    ['a function', () => 1],
    ['a symbol', Symbol('a')],
    ['a date', new Date(0)],
    ['NUL', 'a\0b'],
  ])('may not be %s', (_, value) => {
    expect(() => checkParameters(['fine', value])).toThrow(/SQL parameter 2/);
  });

  it('are not in the message, which may be logged', () => {
    expect(() => checkParameters(['secret\0'])).not.toThrow(/secret/);
  });
});

describe('placeholders', () => {
  it('makes as many as asked for', () => {
    expect(placeholders(1)).toBe('?');
    expect(placeholders(3)).toBe('?, ?, ?');
  });

  it('refuses to make none', () => {
    expect(() => placeholders(0)).toThrow(RangeError);
  });
});
