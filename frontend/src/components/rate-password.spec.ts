import { ratePassword } from './rate-password';

describe('ratePassword', () => {
  it.each([
    ['', { level: 'none' }],
    ['short', { level: 'short', missing: 10 }],
    ['aaaaaaaaaaaaaaaaaaaaaa', { level: 'repetitive' }],
    ['four plain words', { level: 'good' }],
    ['four random words, no more', { level: 'strong' }],
  ])('rates %p', (password, rating) => {
    expect(ratePassword(password)).toEqual(rating);
  });

  it('counts characters as people do, not as they are stored', () => {
    expect(ratePassword('🔑'.repeat(14))).toEqual({ level: 'short', missing: 1 });
    // A letter with its accent written apart is one letter.
    expect(ratePassword('e\u0301'.repeat(14))).toEqual({ level: 'short', missing: 1 });
  });
});
