import { ConfigError, Settings } from './settings';

const settings = (value: string | undefined) => new Settings({ SETTING: value });
/** The message of a refusal, which must name the setting and must not hold its value. */
function refusal(value: string, read: (settings: Settings) => unknown): string {
  try {
    read(settings(value));
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    const { message } = error as ConfigError;
    expect(message).toMatch(/^SETTING .+\.$/);
    if (value.length > 3) expect(message).not.toContain(value);
    return message;
  }
  throw new Error(`${value} was accepted`);
}

describe('a setting', () => {
  it.each([undefined, '', '  '])('that is %j counts as not set', (value) => {
    expect(settings(value).text('SETTING')).toBeUndefined();
    expect(settings(value).integer('SETTING', 5, 1, 9)).toBe(5);
    expect(settings(value).boolean('SETTING', true)).toBe(true);
    expect(settings(value).oneOf('SETTING', ['a', 'b'], 'b')).toBe('b');
    expect(settings(value).origin('SETTING', 'http://localhost:1')).toBe('http://localhost:1');
    expect(settings(value).origins('SETTING')).toEqual([]);
    expect(settings(value).proxies('SETTING')).toBe(false);
  });

  it('that is a number has bounds', () => {
    const read = (from: Settings) => from.integer('SETTING', 5, 1, 900);
    expect([' 1 ', '900', '007'].map((value) => read(settings(value)))).toEqual([1, 900, 7]);
    for (const value of ['0', '901', '-1', '1.5', '1e2', '0x10', 'one', '1 2', '9'.repeat(20), 'Infinity', '٣']) {
      expect(refusal(value, read)).toMatch(/from 1 to 900/);
    }
  });

  it('that is a choice is one of those offered, letter by letter', () => {
    const read = (from: Settings) => from.oneOf('SETTING', ['info', 'silent'], 'info');
    expect(read(settings('silent'))).toBe('silent');
    for (const value of ['SILENT', 'inform', 'toString']) expect(refusal(value, read)).toMatch(/info, silent/);
    for (const value of ['yes', 'TRUE', '1', 'on']) refusal(value, (from) => from.boolean('SETTING', false));
  });

  it('that is an address has no path, no person and no other scheme', () => {
    const read = (from: Settings) => from.origin('SETTING', '');
    expect(read(settings('https://Accounts.Example.com:443/'))).toBe('https://accounts.example.com');
    expect(read(settings('http://[::1]:3000'))).toBe('http://[::1]:3000');
    const others = ['accounts.example.org', '//example.com', 'ftp://example.com', 'javascript:alert(1)', '*', 'null'];
    const parts = ['/path', '?query', '#fragment'].map((part) => `https://example.com${part}`);
    const people = ['https://me@example.com', 'https://me:pass@example.com', 'https://:pass@example.com'];
    for (const value of [...others, ...parts, ...people]) refusal(value, read);
  });

  it('that is a list of addresses holds each to the same, and knows no wildcard', () => {
    const read = (from: Settings) => from.origins('SETTING');
    expect(read(settings('https://a.example, http://localhost:3000,'))).toEqual([
      'https://a.example',
      'http://localhost:3000',
    ]);
    for (const value of [
      '*',
      'https://*',
      'https://a.example,*',
      'https://*.example.com',
      'https://a.example https://b.example',
      'null',
    ]) {
      refusal(value, read);
    }
  });

  describe('that names proxies to believe', () => {
    const read = (from: Settings) => from.proxies('SETTING');

    it('is a number of hops or a list of networks', () => {
      expect(read(settings('1'))).toBe(1);
      expect(read(settings('9'))).toBe(9);
      const networks = '10.0.0.0/8, 192.168.1.1, fd00::/8, ::1, 172.16.0.0/12';
      expect(read(settings(networks))).toEqual(networks.split(', '));
    });

    it.each([
      'true',
      '*',
      '0',
      '10',
      '-1',
      '0.0.0.0/0',
      '::/0',
      '10.0.0.0/00',
      '10.0.0.0/33',
      'fd00::/129',
      '10.9.8.7/',
      '10.0.0.0/8/8',
      '10.0.0/8',
      'fade',
      'localhost',
      'loopback',
      '10.0.0.0/8,true',
      '1,2',
      '10.0.0.0/0x8',
      '256.0.0.1',
    ])('is never %s', (value) => {
      // prettier-ignore
      expect(refusal(value, read)).toMatch(/number of hops \(1 to 9\) or a list of networks/);
    });
  });
});
