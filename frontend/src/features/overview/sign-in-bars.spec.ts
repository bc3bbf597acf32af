import { barsOf, CHART } from './sign-in-bars';

const day = (number: number, succeeded: number, failed: number) => ({ day: `2026-11-0${number}`, succeeded, failed });

describe('barsOf', () => {
  it('puts what went well above the line and what failed below it, on one scale', () => {
    const { bars, line, most } = barsOf([day(1, 30, 0), day(2, 15, 10)]);
    expect(most).toBe(30);
    expect(line).toBe(120);
    expect(bars[0]?.above).toEqual({ y: 0, height: 120 });
    expect(bars[0]?.below.height).toBe(0);
    expect(bars[1]?.above).toEqual({ y: 60, height: 60 });
    expect(bars[1]?.below).toEqual({ y: 120, height: 40 });
  });

  it('stays inside of the drawing', () => {
    const { bars } = barsOf(Array.from({ length: 30 }, (_, index) => day(index, index * 1_000, 1)));
    for (const { x, width, above, below } of bars) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(CHART.width);
      expect(above.y).toBeGreaterThanOrEqual(0);
      expect(below.height).toBe(2);
    }
  });

  it('draws a line alone when nothing happened', () => {
    const { bars, line } = barsOf([day(1, 0, 0)]);
    expect(line).toBe(CHART.height);
    expect(bars[0]?.above.height).toBe(0);
    expect(bars[0]?.below.height).toBe(0);
  });
});
