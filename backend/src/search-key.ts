/** Accents of Latin, Greek and Cyrillic letters. Other scripts' marks are part of the letter: कि is not क. */
const COMBINING_MARKS = /[\u0300-\u036F]/gu;

/**
 * The form in which a text is searched and sorted on every engine: without case, accents, compatibility forms and
 * doubled blanks. Stored beside the text in a `…_key` column under a binary collation, because no engine's own
 * collation does this like the other's. `Łukasz Ødegård` keeps its ł and ø: they are letters, not accents.
 * @param maxLength in characters; some texts grow by folding (`ﬃ` is three letters), only so much of them counts
 */
export function searchKey(text: string, maxLength: number): string {
  const folded = text
    .normalize('NFKD')
    .toLowerCase()
    .toUpperCase() // ß becomes SS, so that it is found by both spellings
    .toLowerCase()
    .normalize('NFKD')
    .replace(COMBINING_MARKS, '')
    .normalize('NFC')
    .replace(/\s+/g, ' ');
  return Array.from(folded).slice(0, maxLength).join('').trim();
}

/** Scripts that are written without blanks between words: there any letter may begin one. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const SIGNS = /[^\p{L}\p{M}\p{N}]+/u;

/** What a search is asked for: every one of these must begin a word of what it finds. At most {@link MAX_TERMS}. */
export function searchTerms(search: string): string[] {
  const terms = searchKey(search, search.length).split(' ').filter(Boolean);
  return [...new Set(terms)].slice(0, MAX_TERMS);
}

const MAX_TERMS = 8;

/** Of a word, in characters. As long as an e-mail address may be. */
export const SEARCH_WORD_MAX_LENGTH = 254;

/**
 * The words by which somebody is found: those of the name as they are written and without the signs in them, the
 * address, what stands before and after its `@`, and the parts of the former. Folded as by {@link searchKey}.
 */
export function searchWords({ name, email }: { name: string; email: string }): string[] {
  const folded = (text: string) => searchKey(text, SEARCH_WORD_MAX_LENGTH);
  const written = folded(name).split(' ');
  const local = folded(email.slice(0, email.lastIndexOf('@')));
  const domain = folded(email.slice(email.lastIndexOf('@') + 1));
  const whole = [...written, folded(email), local, domain];
  const parts = [...written, local].flatMap((word) => word.split(SIGNS));
  return [...new Set([...whole, ...parts].flatMap(startsOf))].filter(Boolean);
}

/** A word, and what is left of it at every letter that may begin one. */
function startsOf(word: string): string[] {
  const letters = Array.from(word);
  return letters.flatMap((letter, index) =>
    index === 0 || UNSPACED.test(letter) ? [letters.slice(index).join('')] : [],
  );
}
