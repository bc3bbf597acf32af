import { firstPlace, LONGEST_TRAIL, nextPlace, pageNumber, previousPlace, type Place } from './cursor-trail';

/** The place after going forward so many pages from the first. */
function afterPages(count: number): Place {
  return Array.from({ length: count }, (_, index) => `c${index + 2}`).reduce(nextPlace, firstPlace);
}

describe('a trail of cursors', () => {
  it('leads forward and back the same way', () => {
    const third = afterPages(2);
    expect(third).toEqual({ cursor: 'c3', trail: ['c2'] });
    expect(previousPlace(third)).toEqual({ cursor: 'c2', trail: [] });
    expect(previousPlace(previousPlace(third))).toEqual(firstPlace);
  });

  it('stays at the first page when there is nothing before it', () => {
    expect(previousPlace(firstPlace)).toEqual(firstPlace);
  });

  it('counts pages as long as it is whole, and says nothing once it was cut', () => {
    expect([0, 1, 2, LONGEST_TRAIL].map((pages) => pageNumber(afterPages(pages)))).toEqual([
      1,
      2,
      3,
      LONGEST_TRAIL + 1,
    ]);
    expect(pageNumber(afterPages(LONGEST_TRAIL + 5))).toBeNull();
  });

  it('does not make an address longer and longer', () => {
    expect(afterPages(500).trail).toHaveLength(LONGEST_TRAIL);
  });
});
