import { createHmac } from 'node:crypto';

import { signWebClient } from './web-client';

it('proves the web app to the API in the form that both agreed on', () => {
  const claim = { ip: '203.0.113.5', requestId: 'r1', unconfirmed: true, device: null };
  const [payload = '', proof] = signWebClient(claim, 'secret', 1_700_000_000_999).split('.');
  expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toEqual({
    ip: '203.0.113.5',
    iat: 1_700_000_000,
    rid: 'r1',
    unconfirmed: true,
  });
  expect(proof).toBe(createHmac('sha256', 'secret').update(`web-client.${payload}`).digest('base64url'));
});

it('names the device only where the account has signed in on it before', () => {
  const claim = { ip: '203.0.113.5', requestId: 'r1', unconfirmed: false, device: 'a-known-device-1' };
  const [payload = ''] = signWebClient(claim, 'secret').split('.');
  expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({ device: 'a-known-device-1' });
});
