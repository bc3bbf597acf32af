import { addressReader } from './client-address';

const FORGED = '198.51.100.7';

describe('the address of a browser', () => {
  it("is the socket's, whatever the header says, when no proxy is trusted", () => {
    const read = addressReader('');
    expect(read('203.0.113.5', FORGED)).toBe('203.0.113.5');
    expect(read('::ffff:203.0.113.5', undefined)).toBe('203.0.113.5');
    expect(read('2001:db8::1', FORGED)).toBe('2001:db8::1');
  });

  it('is what the nearest proxy saw, not what the client wrote, with one trusted hop', () => {
    const read = addressReader('1');
    expect(read('10.0.0.1', '203.0.113.5')).toBe('203.0.113.5');
    expect(read('10.0.0.1', `${FORGED}, 203.0.113.5`)).toBe('203.0.113.5');
    expect(read('10.0.0.1', undefined)).toBe('10.0.0.1');
  });

  it('goes as far back as there are hops, and no further than there are addresses', () => {
    const read = addressReader('2');
    expect(read('10.0.0.1', `${FORGED}, 203.0.113.5, 10.0.0.2`)).toBe('203.0.113.5');
    expect(read('10.0.0.1', '203.0.113.5')).toBe('203.0.113.5');
  });

  it('is the first from the right that is in no trusted network', () => {
    const read = addressReader('10.0.0.0/8, fd00::/8');
    expect(read('10.0.0.1', `${FORGED}, 203.0.113.5, fd00::2`)).toBe('203.0.113.5');
    expect(read('203.0.113.9', FORGED)).toBe('203.0.113.9');
    expect(read('10.0.0.1', '10.0.0.7')).toBe('10.0.0.7');
  });

  it('believes nothing to the left of something that is not an address', () => {
    expect(addressReader('2')('10.0.0.1', `${FORGED}, unknown, 203.0.113.5`)).toBe('203.0.113.5');
    expect(addressReader('1')('10.0.0.1', `${FORGED}, <script>`)).toBe('10.0.0.1');
  });

  it.each(['true', '*', '0', '10', '10.0.0.0/0', '10.0.0.0/33', 'example.com', '1,2'])(
    'refuses the setting %s',
    (value) => {
      expect(() => addressReader(value)).toThrow(RangeError);
    },
  );
});
