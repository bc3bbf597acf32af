import { uuidv7 } from './uuid';

const NOW = 1_795_478_400_123;

describe('uuidv7', () => {
  it('is a UUID of version 7 that begins with the time', () => {
    const id = uuidv7(NOW);

    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(NOW);
  });

  it('never repeats and always rises, also within a millisecond and when the clock steps back', () => {
    const ids = Array.from({ length: 20_000 }, (_, index) => uuidv7(NOW + 1_000 - (index % 3)));

    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted()).toEqual(ids);
  });

  it('cannot be guessed from the one before', () => {
    const tails = Array.from({ length: 1_000 }, () => uuidv7(NOW + 2_000).slice(19));

    expect(new Set(tails).size).toBe(tails.length);
  });
});
