import { likeContains, textFault, tidyText } from './text';

describe('tidyText', () => {
  it('spells the same text the same way', () => {
    expect(tidyText('  Zoe\u0308 ')).toBe('Zoë');
  });

  it('keeps the blanks and line breaks of a longer text, with one kind of break', () => {
    expect(tidyText('  one\r\ntwo\rthree\n', { lines: true })).toBe('  one\ntwo\nthree\n');
  });
});

describe('textFault', () => {
  const line = { max: 5 };

  it.each(['Ada', 'Zoë', '日本語', '👩‍💻', 'a b'])('accepts %j', (text) => {
    expect(textFault(text, line)).toBeUndefined();
  });

  it.each(['a\nb', 'a\tb', 'a\u0000', 'a\u007f', 'a\u0085', 'a\u2028b', '\u202Eada', '\ud800'])(
    'refuses what cannot be shown in one line: %j',
    (text) => {
      expect(textFault(text, line)).toMatch(/cannot be shown/);
    },
  );

  it('lets a longer text have line breaks and tabs but no other control characters', () => {
    expect(textFault('a\n\tb', { max: 5, lines: true })).toBeUndefined();
    expect(textFault('a\u0000', { max: 5, lines: true })).toMatch(/cannot be shown/);
    expect(textFault('a\u0085', { max: 5, lines: true })).toMatch(/cannot be shown/);
  });

  it('counts characters as the database does: a pair as one, a variation selector as one', () => {
    expect(textFault('😀😀😀😀😀', line)).toBeUndefined();
    expect(textFault('😀😀😀😀😀😀', line)).toMatch(/at most 5/);
    expect(textFault('❤\uFE0F❤\uFE0F❤\uFE0F', line)).toMatch(/at most 5/);
  });

  it('asks for something where nothing was written', () => {
    expect(textFault('', line)).toBe('Must not be empty.');
    expect(textFault('', { min: 0, max: 5 })).toBeUndefined();
  });

  it.each([null, undefined, 1, {}, ['a']])('refuses %j, which is no text', (value) => {
    expect(textFault(value, line)).toBe('Must be text.');
  });
});

describe('likeContains', () => {
  it('leaves nothing in the text that acts as a wildcard', () => {
    expect(likeContains('50%_off!')).toBe('%50!%!_off!!%');
  });
});
