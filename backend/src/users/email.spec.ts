import { canonicalEmail } from './email';

describe('canonicalEmail', () => {
  it.each([
    ['ada@example.com', 'ada@example.com'],
    ['  Ada.Lovelace@Example.COM \n', 'ada.lovelace@example.com'],
    ["o'neil+tag@mail.example.co.uk", "o'neil+tag@mail.example.co.uk"],
    ['a\u0301dmin@example.com', 'ádmin@example.com'],
    ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
    ['\u212Aelvin@example.com', 'kelvin@example.com'],
  ])('writes %j as %j', (input, canonical) => {
    expect(canonicalEmail(input)).toBe(canonical);
  });

  it('keeps two people apart who differ by an accent only', () => {
    expect(canonicalEmail('ádmin@example.com')).not.toBe(canonicalEmail('admin@example.com'));
  });

  it('changes nothing in what is canonical already', () => {
    for (const input of ['İ@example.com', 'ΑΣ@example.com', 'ẞ@straße.example', 'ada@xn--bcher-kva.example']) {
      const canonical = canonicalEmail(input);
      expect(canonical).not.toBeNull();
      expect(canonicalEmail(canonical ?? '')).toBe(canonical);
    }
  });

  it.each([
    '',
    '@',
    'ada',
    'ada@',
    '@example.com',
    'ada@localhost',
    'ada@@example.com',
    'ada@b@example.com',
    'a da@example.com',
    'ada@exa mple.com',
    'ada\u0000@example.com',
    'ada\u200B@example.com',
    '.ada@example.com',
    'ada.@example.com',
    'a..da@example.com',
    '"ada"@example.com',
    'Ada <ada@example.com>',
    'ada@example.com,eve@example.com',
    'ada@example.com\r\nBcc: eve@example.com',
    'ada@[127.0.0.1]',
    'ada@127.0.0.1',
    'ada@0x7f.1',
    'ada@-example.com',
    'ada@example..com',
    'ada@example.com.',
    'ada@example.com/path',
    'ada@example.com:80',
    'ada@example.com?x',
    'ada@example。com',
    'ﬁ@example.com',
    'ａda@example.com',
    `${'a'.repeat(65)}@example.com`,
    `ada@${'a'.repeat(64)}.com`,
    `ada@${'a.'.repeat(130)}com`,
  ])('refuses %j', (input) => {
    expect(canonicalEmail(input)).toBeNull();
  });
});
