import { createHmac, type KeyObject, sign } from 'node:crypto';

export type Json = Record<string, unknown>;

/** The parts of a token, read without checking anything. */
export function partsOf(token: string): { header: Json; claims: Json } {
  const [header = '', claims = ''] = token.split('.');
  return { header: decode(header), claims: decode(claims) };
}

/** Puts a token together from whatever it is given and signs it by ECDSA, without a library that would object. */
export function forge(header: unknown, claims: unknown, key: KeyObject, digest = 'sha256'): string {
  const input = `${encode(header)}.${encode(claims)}`;
  return `${input}.${sign(digest, Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

/** The same with a secret that is shared. */
export function forgeByHmac(header: unknown, claims: unknown, secret: string | Buffer): string {
  const input = `${encode(header)}.${encode(claims)}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

/** The same without any signature. */
export function forgeUnsigned(header: unknown, claims: unknown): string {
  return `${encode(header)}.${encode(claims)}.`;
}

/** All texts that decode to the same bytes as this base64url text, itself left out: its last character has spare bits. */
export function otherSpellings(text: string): string[] {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const bytes = Buffer.from(text, 'base64url');
  return [...alphabet]
    .map((last) => text.slice(0, -1) + last)
    .filter((other) => other !== text && Buffer.from(other, 'base64url').equals(bytes));
}

function encode(part: unknown): string {
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}

function decode(part: string): Json {
  return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Json;
}
