/**
 * The limit of an authenticated request: nothing but `node:http`, the signature checked by `jsonwebtoken` behind the very
 * cache that the API has, and the same answer byte for byte. No router, no database, no log.
 */
import { createPublicKey } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { built } from '../lib/built.mjs';
import { limitInput, listen } from '../lib/limit.mjs';

/** @type {any} */
const jwt = createRequire(import.meta.url)('jsonwebtoken');
const { VerifiedTokens } = built('auth/verified-tokens.js');

/** @type {{ jwk: import('node:crypto').JsonWebKey, headers: [string, string][], body: string }} */
const { jwk, headers, body } = limitInput();
const key = createPublicKey({ key: jwk, format: 'jwk' });
const verified = new VerifiedTokens();
const head = headers.flat();

listen(
  createServer((request, response) => {
    const { authorization = '' } = request.headers;
    const claims = verified.find(authorization) ?? verify(authorization);
    if (claims && claims.exp > Date.now() / 1000) response.writeHead(200, head).end(body);
    else response.writeHead(401).end();
  }),
);

/** @param {string} authorization @returns {{ exp: number } | undefined} */
function verify(authorization) {
  try {
    const options = { algorithms: ['ES256'], audience: 'latchkey-api', ignoreExpiration: true };
    const claims = jwt.verify(authorization.slice('Bearer '.length), key, options);
    verified.remember(authorization, claims);
    return claims;
  } catch {
    return undefined;
  }
}
