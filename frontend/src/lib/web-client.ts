import { createHmac } from 'node:crypto';

/** What the web app vouches for when it calls the API for a browser. */
export interface WebClientClaim {
  /** The browser's address. */
  ip: string;
  /** Id of the browser's request, so that the logs of web app and API can be read together. */
  requestId: string;
  /** The session was renewed in this very pass; the browser may never receive the new cookie. */
  unconfirmed: boolean;
  /** A device on which the account in question has signed in before; null for any other. */
  device: string | null;
}

export const WEB_CLIENT_HEADER = 'X-Web-Client';

/**
 * `<base64url(JSON {ip, iat, rid, unconfirmed, device?})>.<base64url(HMAC-SHA-256(secret, "web-client." + first part))>`.
 * The API accepts it for 60 s and trusts no other word about the browser's address.
 * @param now epoch milliseconds
 */
export function signWebClient(claim: WebClientClaim, secret: string, now = Date.now()): string {
  const { ip, requestId, unconfirmed, device } = claim;
  const known = device === null ? {} : { device };
  const payload = JSON.stringify({ ip, iat: Math.floor(now / 1000), rid: requestId, unconfirmed, ...known });
  const first = Buffer.from(payload).toString('base64url');
  const mac = createHmac('sha256', secret).update(`web-client.${first}`).digest('base64url');
  return `${first}.${mac}`;
}
