import { absoluteTime, preciseTime, relativeTime } from './time-text';

const now = Date.parse('2026-11-24T12:00:00.000Z');

describe('relativeTime', () => {
  it.each([
    ['2026-11-24T11:59:30.000Z', 'now'],
    ['2026-11-24T12:00:20.000Z', 'now'],
    ['2026-11-24T11:59:00.000Z', '1 minute ago'],
    ['2026-11-24T09:01:00.000Z', '2 hours ago'],
    ['2026-11-23T12:00:00.000Z', 'yesterday'],
    ['2026-11-10T12:00:00.000Z', '2 weeks ago'],
    ['2026-08-24T12:00:00.000Z', '3 months ago'],
    ['2020-11-24T12:00:00.000Z', '6 years ago'],
    ['2026-12-08T12:00:00.000Z', 'in 2 weeks'],
    ['2026-12-08T11:59:40.000Z', 'in 2 weeks'],
    ['2026-11-24T12:20:10.000Z', 'in 20 minutes'],
  ])('says %s as "%s"', (iso, words) => {
    expect(relativeTime(iso, 'en', now)).toBe(words);
  });

  it('speaks the language it is asked for', () => {
    expect(relativeTime('2026-11-23T12:00:00.000Z', 'de', now)).toBe('gestern');
  });
});

describe('absoluteTime', () => {
  it('names the zone with the time', () => {
    expect(absoluteTime('2026-11-24T12:00:00.000Z', 'en-GB', 'UTC')).toBe('24 Nov 2026, 12:00 UTC');
    expect(absoluteTime('2026-11-24T12:00:00.000Z', 'en-GB', 'Asia/Tokyo')).toMatch(/^24 Nov 2026, 21:00 /);
  });

  it('gives the date alone where the time would be noise', () => {
    expect(absoluteTime('2026-11-24T23:30:00.000Z', 'en-GB', 'UTC', 'date')).toBe('24 Nov 2026');
  });
});

describe('preciseTime', () => {
  it('names the second and the distance from UTC', () => {
    expect(preciseTime('2026-11-24T22:30:05.000Z', 'en-GB', 'Asia/Tokyo')).toBe('25 Nov 2026, 07:30:05 GMT+09:00');
    expect(preciseTime('2026-11-24T00:00:00.000Z', 'en', 'UTC')).toMatch(/^Nov 24, 2026, 00:00:00 GMT/);
  });
});
