/**
 * The API pages by cursors that lead only forward. The address keeps the cursors of the pages already seen, so that
 * "Previous" works on a link that was sent to somebody, and without scripts.
 */
export interface Place {
  /** Cursor of the page shown; null for the first. */
  cursor: string | null;
  /** Cursors of the pages between the first and this one, oldest first. */
  trail: readonly string[];
}

/** So that an address stays short. Past it "Previous" reaches this many pages back, and "First page" the start. */
export const LONGEST_TRAIL = 20;

export const firstPlace: Place = { cursor: null, trail: [] };

export function nextPlace(place: Place, nextCursor: string): Place {
  const trail = place.cursor === null ? [] : [...place.trail, place.cursor];
  return { cursor: nextCursor, trail: trail.slice(-LONGEST_TRAIL) };
}

export function previousPlace(place: Place): Place {
  return { cursor: place.trail.at(-1) ?? null, trail: place.trail.slice(0, -1) };
}

/** The page's number, as long as the trail has not been cut. */
export function pageNumber(place: Place): number | null {
  if (place.cursor === null) return 1;
  return place.trail.length < LONGEST_TRAIL ? place.trail.length + 2 : null;
}
