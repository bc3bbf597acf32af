import { keyRolesAt, type KeyGeneration } from './key-generations';

const TOKEN_MS = 960_000;
const first: KeyGeneration = { generation: 1, signsFrom: 0, droppedAt: null };
const second: KeyGeneration = { generation: 2, signsFrom: 10_000_000, droppedAt: null };
const third: KeyGeneration = { generation: 3, signsFrom: 20_000_000, droppedAt: null };
const dropped = (key: KeyGeneration, droppedAt: number) => ({ ...key, droppedAt });

describe('the generations of signing keys', () => {
  it.each<[string, number, KeyGeneration[], number, number[]]>([
    ['alone it signs and verifies', 1, [first], 1, [1]],
    ['the next is shown before it signs', second.signsFrom - 1, [first, second], 1, [1, 2]],
    ['it signs from its moment on, and the one before verifies', second.signsFrom, [second, first], 2, [2, 1]],
    ['as long as a token of it may live', second.signsFrom + TOKEN_MS - 1, [first, second], 2, [2, 1]],
    ['and not for a moment longer', second.signsFrom + TOKEN_MS, [first, second], 2, [2]],
    ['those long gone stay gone', third.signsFrom - 1, [first, second, third], 2, [2, 3]],
    ['only the one before is still there', third.signsFrom, [first, second, third], 3, [3, 2]],
    ['what was dropped is gone at once', second.signsFrom, [dropped(first, 10_000_000), second], 2, [2]],
    ['also before it ever signed', 11_000_000, [dropped(first, 1), dropped(second, 1), { ...third, signsFrom: 1 }], 3, [3]],
  ])('%s', (_, now, generations, signing, verifying) => {
    const newest = Math.max(...generations.map(({ generation }) => generation));
    expect(keyRolesAt(now, TOKEN_MS, generations)).toEqual({ signing, verifying, newest });
  }); // prettier-ignore

  it('are never none', () => {
    expect(() => keyRolesAt(1, TOKEN_MS, [])).toThrow('No signing key is left');
    expect(() => keyRolesAt(1, TOKEN_MS, [dropped(first, 1)])).toThrow('No signing key is left');
  });
});
