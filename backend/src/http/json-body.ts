import type { FastifyInstance } from 'fastify';
import { Problem } from './problem';

/** Largest body, in bytes. */
export const BODY_LIMIT_BYTES = 100 * 1024;
const MAX_DEPTH = 32;
const MAX_KEYS = 1000;
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
const JSON_TYPE = /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i;

/** One parser for every door: JSON, UTF-8, shallow, without keys that reach a prototype. */
export function registerJsonBody(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    /^application\/json/i,
    { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES },
    (request, body, done) => {
      try {
        if (!JSON_TYPE.test(request.headers['content-type'] ?? '')) throw new Problem('unsupported_media_type');
        done(null, parseJsonObject(body as Buffer));
      } catch (error) {
        done(error as Error);
      }
    },
  );
}

/**
 * Reads a JSON object.
 * @throws Problem `malformed_request`, without the parser's text, because that echoes the input
 */
export function parseJsonObject(body: Buffer): Record<string, unknown> {
  let value: unknown;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(body);
    if (depthOf(text) > MAX_DEPTH) throw new RangeError('too deep');
    value = JSON.parse(text);
  } catch {
    throw new Problem('malformed_request', {
      detail: `The body must be JSON in UTF-8, at most ${MAX_DEPTH} levels deep.`,
    });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Problem('malformed_request', { detail: 'The body must be a JSON object.' });
  }
  checkKeys(value);
  return value as Record<string, unknown>;
}

/** Deepest nesting of a JSON text, found without recursion and before anything recursive sees it. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isInString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (isInString) {
      if (char === '\\') i++;
      else if (char === '"') isInString = false;
    } else if (char === '"') isInString = true;
    else if (char === '{' || char === '[') deepest = Math.max(deepest, ++depth);
    else if (char === '}' || char === ']') depth--;
  }
  return deepest;
}

function checkKeys(root: object): void {
  const open: object[] = [root];
  let keys = 0;
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    for (const [key, child] of Object.entries(value)) {
      if (++keys > MAX_KEYS || FORBIDDEN_KEYS.has(key)) {
        throw new Problem('malformed_request', {
          detail: `The body has more than ${MAX_KEYS} keys or a forbidden one.`,
        });
      }
      if (typeof child === 'object' && child !== null) open.push(child as object);
    }
  }
}
