import { initialsOf } from './initials';

describe('initialsOf', () => {
  it.each([
    ['Ada Lovelace', 'AL'],
    ['Ada King Countess of Lovelace', 'AL'],
    ['Plato', 'P'],
    ['  ada   lovelace ', 'AL'],
    ['𝒜da Lovelace', '𝒜L'],
    ['', ''],
  ])('makes of %p the letters %p', (name, letters) => {
    expect(initialsOf(name)).toBe(letters);
  });
});
