import { BODY_LIMIT_BYTES, parseJsonObject } from './json-body';
import { Problem } from './problem';

const parse = (text: string | Buffer) => parseJsonObject(Buffer.from(text as string));
/** The detail of the refusal. */
function refusal(text: string | Buffer): string {
  try {
    parse(text);
  } catch (error) {
    expect(error).toBeInstanceOf(Problem);
    expect(error).toMatchObject({ code: 'malformed_request', status: 400 });
    return (error as Problem).extra.detail ?? '';
  }
  throw new Error('it was accepted');
}
const nested = (levels: number, open = '{"a":', close = '}') => `${open.repeat(levels)}1${close.repeat(levels)}`;
const withKeys = (count: number) => `{${Array.from({ length: count }, (_, i) => `"k${i}":1`).join(',')}}`;

describe('reading a JSON body', () => {
  it('gives the object as it was sent', () => {
    const value = { title: 'x', list: [1, null, { deep: ['"{[', '\\"'] }], empty: {}, umlaut: 'ü €', emoji: '🔑' };
    expect(parse(JSON.stringify(value))).toEqual(value);
    expect(parse(' \n{ } ')).toEqual({});
    expect(parse('{"a":"\\u0000"}')).toEqual({ a: '\u0000' });
  });

  it.each([
    '',
    ' ',
    '{',
    '{"a":}',
    '{a:1}',
    "{'a':1}",
    '{"a":1,}',
    '{"a":1}}',
    '{"a":NaN}',
    '{"a":01}',
    '{"a":1}//',
    '\u0000{}',
  ])('refuses what is not JSON, without the text of the parser: %j', (text) => {
    expect(refusal(text)).toBe('The body must be JSON in UTF-8, at most 32 levels deep.');
  });

  it.each(['[]', '"text"', '1', 'true', 'null', '[{}]'])('refuses %s, which is no object', (text) => {
    expect(refusal(text)).toBe('The body must be a JSON object.');
  });

  it.each<[string, number[]]>([
    ['a stray byte', [0xff]],
    ['half a character', [0xc3]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['half a surrogate pair', [0xed, 0xa0, 0x80]],
    ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
  ])('refuses what is not UTF-8: %s', (_, bytes) => {
    refusal(Buffer.concat([Buffer.from('{"a":"'), Buffer.from(bytes), Buffer.from('"}')]));
  });

  it('refuses another encoding', () => {
    refusal(Buffer.from('{"a":1}', 'utf16le'));
  });

  describe('counts levels', () => {
    it('and takes 32 of them, objects and arrays alike', () => {
      expect(() => parse(nested(32))).not.toThrow();
      expect(() => parse(`{"a":${nested(31, '[', ']')}}`)).not.toThrow();
      refusal(nested(33));
      refusal(`{"a":${nested(32, '[', ']')}}`);
    });

    it('not in texts, whatever stands in them', () => {
      for (const text of ['{'.repeat(100), '['.repeat(100), '\\"{'.repeat(100), '\\\\', '\\u007b'.repeat(100)]) {
        expect(() => parse(`{"a":"${text}"}`)).not.toThrow();
      }
      refusal(`{"a":"\\\\","b":${nested(40)}}`);
      refusal(`{"a":"\\"","b":${nested(40)}}`);
    });

    it('before anything recursive sees them', () => {
      refusal('['.repeat(BODY_LIMIT_BYTES));
      refusal('{"a":'.repeat(BODY_LIMIT_BYTES / 5));
      refusal(nested(BODY_LIMIT_BYTES / 6));
    });
  });

  it('takes 1,000 keys, wherever they are, and no more', () => {
    expect(Object.keys(parse(withKeys(1000)))).toHaveLength(1000);
    refusal(withKeys(1001));
    expect(() => parse(`{"a":${withKeys(999)}}`)).not.toThrow();
    refusal(`{"a":${withKeys(1000)}}`);
    refusal(`{"a":[${'1,'.repeat(1000)}1]}`);
  });

  it.each(['__proto__', 'constructor', 'prototype'])(
    'refuses the key %s, wherever it is and however it is written',
    (key) => {
      const escaped = key.replace(/^./, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`);
      const bodies = [
        `{"${key}":{"isAdmin":true}}`,
        `{"a":{"${key}":1}}`,
        `{"a":[{"${key}":null}]}`,
        `{"${escaped}":1}`,
      ];
      for (const body of bodies) expect(refusal(body)).toBe('The body has more than 1000 keys or a forbidden one.');
      expect(parse(`{"a":"${key}"}`)).toEqual({ a: key });
      expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
    },
  );
});
