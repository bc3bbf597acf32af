import { createHmac } from 'node:crypto';
import type { TestApp } from './start-app';

export interface WebClientClaims {
  ip?: unknown;
  /** Seconds since the epoch; the app's present when left out. */
  iat?: unknown;
  unconfirmed?: unknown;
  /** Id of a device on which the account has signed in before. */
  device?: unknown;
}

/** The header by which the web app proves itself, as it makes it. */
export function webClient(
  { config, clock }: TestApp,
  claims: WebClientClaims,
  secret = config.webClientSecret,
): [string, string] {
  const iat = Math.floor(clock.now() / 1000);
  const payload = Buffer.from(JSON.stringify({ iat, rid: 'request-1', unconfirmed: false, ...claims })).toString(
    'base64url',
  );
  return [
    'x-web-client',
    `${payload}.${createHmac('sha256', secret).update(`web-client.${payload}`).digest('base64url')}`,
  ];
}

let given = 0;

/** An address of the network that nobody in this file has come from. @returns of TEST-NET-2, RFC 5737 */
export function newAddress(): string {
  return `198.51.100.${(given += 1) % 250}`;
}

/** What the web app asks for somebody who comes from `ip`. */
export function askFrom(api: TestApp, ip: string, path: string, body: object) {
  return api.http
    .post(path)
    .set(...webClient(api, { ip }))
    .send(body);
}
