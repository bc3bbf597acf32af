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
const { cacheVerifiedTokens } = built('auth/verified-tokens.js');

/** @type {{ jwk: import('node:crypto').JsonWebKey, headers: [string, string][], body: string }} */
const { jwk, headers, body } = limitInput();
const key = createPublicKey({ key: jwk, format: 'jwk' });
const options = { algorithms: ['ES256'], audience: 'latchkey-api', ignoreExpiration: true };
const verifier = { JwtVerifier: jwt.verify };
cacheVerifiedTokens(verifier);
const head = headers.flat();

listen(
  createServer((request, response) => {
    const token = request.headers.authorization?.slice('Bearer '.length) ?? '';
    verifier.JwtVerifier(
      token,
      key,
      options,
      (/** @type {Error | null} */ error, /** @type {{ exp: number } | undefined} */ claims) => {
        const isValid = !error && claims !== undefined && claims.exp > Date.now() / 1000;
        if (isValid) response.writeHead(200, head).end(body);
        else response.writeHead(401).end();
      },
    );
  }),
);
