import { z } from 'zod';

import { inputOf, strictly, valuesToShow } from './action-input';

function form(entries: [string, string][]): FormData {
  const data = new FormData();
  for (const [name, value] of entries) data.append(name, value);
  return data;
}

describe('the input of an action', () => {
  it('is its last argument, and never what the client says the previous answer was', () => {
    expect(inputOf([{ id: '1' }])).toEqual({ id: '1' });
    expect(inputOf([{ ok: true, data: 'forged' }, { id: '1' }])).toEqual({ id: '1' });
  });

  it('is nothing that a schema accepts when there are more arguments than React sends', () => {
    expect(inputOf([null, { id: '1' }, { id: '2' }])).toBeUndefined();
  });

  it("is a form's fields without those of React", () => {
    const data = form([['$ACTION_REF_1', ''], ['$ACTION_1:0', '{}'], ['$ACTION_KEY', 'k'], ['title', 'A']]); // prettier-ignore
    expect(inputOf([null, data])).toEqual({ title: 'A' });
  });

  it('keeps a field that was sent twice as a list, so that a schema for one value refuses it', () => {
    expect(inputOf([form([['role', 'USER'], ['role', 'ADMIN']])])).toEqual({ role: ['USER', 'ADMIN'] }); // prettier-ignore
  });

  it('makes an ordinary field of one called __proto__', () => {
    const input = inputOf([form([['__proto__', 'x']])]) as object;
    expect(Object.hasOwn(input, '__proto__')).toBe(true);
    expect(Object.getPrototypeOf(input)).toBe(Object.prototype);
  });
});

describe('strictly', () => {
  it('refuses a field that the schema does not know', () => {
    const schema = strictly(z.object({ title: z.string() }));
    expect(schema.safeParse({ title: 'A' }).success).toBe(true);
    expect(schema.safeParse({ title: 'A', ownerId: 'someone' }).success).toBe(false);
  });

  it('keeps the checks that the schema brings', () => {
    const schema = strictly(z.object({ from: z.number(), to: z.number() }).refine(({ from, to }) => from <= to));
    expect(schema.safeParse({ from: 2, to: 1 }).success).toBe(false);
  });
});

describe('valuesToShow', () => {
  it('gives back what was typed, and no secret', () => {
    const input = { email: 'a@b.test', password: 'p', newPassword: 'n', refreshToken: 't', totpCode: '1', list: ['x'] };
    expect(valuesToShow(input)).toEqual({ email: 'a@b.test' });
    expect(valuesToShow('text')).toEqual({});
  });
});
