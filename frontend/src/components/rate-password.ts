/** What the API asks of a password that is the only proof of who somebody is. It checks again, and more. */
export const MIN_LENGTH = 15;
/** From here on guessing is hopeless even for short words. */
const STRONG_LENGTH = 20;
const MIN_DIFFERENT = 5;

export type Rating =
  | { level: 'none' }
  | { level: 'short'; missing: number }
  | { level: 'repetitive' }
  | { level: 'good' }
  | { level: 'strong' };

/** A first judgement while typing: length counts, and that it is not the same few characters over and over. */
export function ratePassword(password: string): Rating {
  const characters = [...password.normalize('NFKC')];
  const different = new Set(characters).size;
  if (characters.length === 0) return { level: 'none' };
  if (characters.length < MIN_LENGTH) return { level: 'short', missing: MIN_LENGTH - characters.length };
  if (different < MIN_DIFFERENT) return { level: 'repetitive' };
  return { level: characters.length >= STRONG_LENGTH && different >= MIN_DIFFERENT * 2 ? 'strong' : 'good' };
}
