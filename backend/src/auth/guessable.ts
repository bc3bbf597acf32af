import type { ZxcvbnFactory } from '@zxcvbn-ts/core';

/**
 * Powers of ten. NIST asks that passwords which are commonly used, expected or compromised are refused; a real attack on a
 * copy of our hashes makes some ten billion tries of the likeliest in a year and a half on one machine.
 */
const MIN_GUESSES_LOG10 = 10;
/** Longer ones cost more time than they tell: what is guessable begins guessable. */
const LOOKED_AT = 32;

let estimator: Promise<ZxcvbnFactory> | undefined;

/** The lists are unpacked with the first password: it takes a tenth of a second, which a start need not wait for. */
async function makeEstimator(): Promise<ZxcvbnFactory> {
  const [core, lists] = await Promise.all([import('@zxcvbn-ts/core'), import('@zxcvbn-ts/language-common')]);
  const { adjacencyGraphs: graphs, dictionary } = lists;
  return new core.ZxcvbnFactory({ dictionary, graphs, maxLength: LOOKED_AT });
}

/**
 * Whether a password is among the first that somebody would guess: one of the 49,233 most common ones or 7,776 words of the
 * list for dice, with the usual replacements, additions and repetitions; keys in a row, sequences, dates, the person's own words.
 * Offline; the lists are those of `@zxcvbn-ts/language-common` (MIT). Takes some milliseconds, at most about 30.
 * @param password normalized
 * @see NIST SP 800-63B-4 section 3.1.1.2
 */
export async function isGuessable(password: string, ownWords: readonly string[]): Promise<boolean> {
  const characters = Array.from(password);
  estimator ??= makeEstimator();
  const { guessesLog10 } = (await estimator).check(characters.slice(0, LOOKED_AT).join(''), [...ownWords]);
  return guessesLog10 < MIN_GUESSES_LOG10;
}
