import { searchKey, searchTerms, searchWords } from './search-key';

describe('searchKey', () => {
  it.each([
    ['José', 'jose'],
    ['ÅNGSTRÖM', 'angstrom'],
    ['İstanbul', 'istanbul'],
    ['ﬁne', 'fine'],
    ['Groß', 'gross'],
    ['Ёлка', 'елка'],
    ['ΣΊΣΥΦΟΣ', 'σισυφος'],
    ['한국', '한국'],
    ['कि', 'कि'],
    ['a \u00A0 b', 'a b'],
  ])('folds %s to %s', (text, key) => {
    expect(searchKey(text, 100)).toBe(key);
  });

  it('never outgrows its column', () => {
    expect(Array.from(searchKey('ﷺ'.repeat(100), 100)).length).toBeLessThanOrEqual(100);
  });

  it('gives the same key for a key', () => {
    for (const text of ['José', 'ﬁﬂ', 'İ', 'ẞ', '\u212A']) {
      const key = searchKey(text, 100);
      expect(searchKey(key, 100)).toBe(key);
    }
  });
});

describe('searchWords', () => {
  it.each([
    [
      { name: 'Zoë O’Brien-Łukasz', email: 'zoe.ob+news@mail.example' },
      'zoe o’brien-łukasz o brien łukasz zoe.ob+news@mail.example zoe.ob+news mail.example ob news',
    ],
    [{ name: 'J.R.', email: 'jr@example.com' }, 'j.r. j r jr@example.com jr example.com'],
    [{ name: '%', email: 'a@example.com' }, '% a@example.com a example.com'],
    [{ name: '山田 太郎', email: 'y@example.com' }, '山田 田 太郎 郎 y@example.com y example.com'],
  ])('of %j', (person, words) => {
    expect(searchWords(person).toSorted()).toEqual(words.split(' ').toSorted());
  });

  it('are never longer than the column, whatever a name folds to', () => {
    const words = searchWords({ name: 'ﷺ'.repeat(100), email: `${'x'.repeat(64)}@${'y.'.repeat(94)}z` });
    expect(Math.max(...words.map((word) => Array.from(word).length))).toBeLessThanOrEqual(254);
  });
});

describe('searchTerms', () => {
  it.each([
    ['  ADA  Love ', ['ada', 'love']],
    ['Ada ada ÁDA', ['ada']],
    ['P05@EXAMPLE', ['p05@example']],
    ['´', []],
    ['a b c d e f g h i j', ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']],
  ])('of %j', (search, terms) => {
    expect(searchTerms(search)).toEqual(terms);
  });
});
