/**
 * The limit of an authenticated request: nothing but `node:http`, the signature checked by `jsonwebtoken` behind the very
 * cache that the API has, and the same answer byte for byte. No router, no log, and no database unless a session is to be
 * read for each request.
 */
import { createPublicKey } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { text } from 'node:stream/consumers';
import { built } from '../lib/built.mjs';
import { limitInput, listen } from '../lib/limit.mjs';

const require = createRequire(import.meta.url);
/** @type {any} */
const jwt = require('jsonwebtoken');
const { VerifiedTokens } = built('auth/verified-tokens.js');
const { verifyPassword } = built('auth/password-hash.js');
const { WorkQueue } = built('auth/work-queue.js');

/** @type {{ jwk: import('node:crypto').JsonWebKey, headers: [string, string][], body: string, passwordHash?: string, session?: { url: string, sql: string } }} */
const { jwk, headers, body, passwordHash, session } = limitInput();
const pool = session && require('mysql2/promise').createPool({ uri: session.url, connectionLimit: 10 });
const key = createPublicKey({ key: jwk, format: 'jwk' });
// One key that stays.
const verified = new VerifiedTokens({ kidOf: () => 'only' }, { has: () => true });
const head = headers.flat();
const queue = new WorkQueue(availableParallelism(), Number.POSITIVE_INFINITY);

listen(
  createServer((request, response) => {
    if (request.method === 'POST') return void signIn(request, response);
    const { authorization = '' } = request.headers;
    const claims = verified.find(authorization) ?? verify(authorization);
    if (!claims || claims.exp <= Date.now() / 1000) response.writeHead(401).end();
    else if (pool) void answerLive(claims.sid, response);
    else response.writeHead(200, head).end(body);
  }),
);

/** @param {string} sessionId @param {import('node:http').ServerResponse} response */
async function answerLive(sessionId, response) {
  const [rows] = await pool.execute(session?.sql, [sessionId]);
  if (rows.length === 1) response.writeHead(200, head).end(body);
  else response.writeHead(401).end();
}

/** Verifies the password and nothing more, as many at a time as there are cores. @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
async function signIn(request, response) {
  const { password } = JSON.parse(await text(request));
  const isRight = await queue.run(() => verifyPassword(password, passwordHash));
  response.writeHead(isRight ? 200 : 401, head).end(body);
}

/** @param {string} authorization @returns {{ exp: number, sid: string } | undefined} */
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
