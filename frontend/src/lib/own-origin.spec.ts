import { isFromOwnOrigin } from './own-origin';

const OURS = 'https://accounts.acme.test';
const sent = (headers: Record<string, string>) => isFromOwnOrigin(new Headers(headers), OURS);

describe('an unsafe request', () => {
  it('is ours when the browser says that a page of ours sent it', () => {
    expect(sent({ origin: OURS })).toBe(true);
    expect(sent({ 'sec-fetch-site': 'same-origin' })).toBe(true);
    expect(sent({ origin: 'null', 'sec-fetch-site': 'same-origin' })).toBe(true);
  });

  it.each<Record<string, string>>([
    {},
    { origin: 'https://evil.example' },
    { origin: 'http://accounts.acme.test' },
    { origin: `${OURS}.evil.example` },
    { origin: `${OURS}:8443` },
    { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
    { origin: 'null' },
    { origin: 'null', 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { host: 'accounts.acme.test', 'x-forwarded-host': 'accounts.acme.test' },
  ])('is refused with %j', (headers) => {
    expect(sent(headers)).toBe(false);
  });
});
