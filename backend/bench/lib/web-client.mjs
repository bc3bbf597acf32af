import { createHmac } from 'node:crypto';

/**
 * The header by which the web app vouches for a browser's address, so that requests can come from many places.
 *
 * @param {string} ip
 * @param {string} secret WEB_CLIENT_SECRET
 * @param {string} [device] on which the account has signed in before
 */
export function webClientHeader(ip, secret, device) {
  const claim = JSON.stringify({ ip, iat: Math.floor(Date.now() / 1000), rid: 'bench', unconfirmed: false, device });
  const payload = Buffer.from(claim).toString('base64url');
  const proof = createHmac('sha256', secret).update(`web-client.${payload}`).digest('base64url');
  return { 'x-web-client': `${payload}.${proof}` };
}

/** An address of its own for each number below 16 million. @param {number} number */
export function addressOf(number) {
  return `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
}
