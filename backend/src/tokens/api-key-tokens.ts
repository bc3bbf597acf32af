import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { UUID_BYTES, uuidFromBytes, uuidToBytes } from './sealed-tokens';

/** An API key as it was sent, before anybody has looked it up. */
export interface ApiKeyClaim {
  readonly id: string;
  readonly secret: string;
}

/** Letters and digits only, so that a double click selects all of it and no blank breaks it. */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = BigInt(ALPHABET.length);
const SECRET_BYTES = 32;
const SECRET_LENGTH = lengthFor(SECRET_BYTES);
const ID_LENGTH = lengthFor(UUID_BYTES);
const CHECKSUM_BYTES = 4;
const FORM = new RegExp(
  `^lk_([0-9A-Za-z]{${ID_LENGTH}})_([0-9A-Za-z]{${SECRET_LENGTH}})([0-9A-Za-z]{${lengthFor(CHECKSUM_BYTES)}})$`,
);

/**
 * Makes an API key: `lk_<id>_<secret><checksum>`, all in base 62. The secret has 256 random bits; the checksum is the CRC-32
 * of all before it, so that scanners for leaked secrets, and we without a query, tell a key from what only looks like one.
 */
export function makeApiKey(id: string): { key: string; secretHash: string } {
  const secret = base62(randomBytes(SECRET_BYTES), SECRET_LENGTH);
  const body = `${apiKeyPrefix(id)}_${secret}`;
  return { key: body + checksumOf(body), secretHash: hashOf(secret) };
}

/** What of a key may be shown again: it names the key and opens nothing. */
export function apiKeyPrefix(id: string): string {
  return `lk_${base62(uuidToBytes(id), ID_LENGTH)}`;
}

/** @returns undefined for anything that is no API key, a mistyped one too */
export function parseApiKey(text: string): ApiKeyClaim | undefined {
  const [, id, secret, checksum] = FORM.exec(text) ?? [];
  if (id === undefined || secret === undefined || checksum === undefined) return undefined;
  if (checksumOf(`lk_${id}_${secret}`) !== checksum) return undefined;
  const bytes = bytesOf(id, UUID_BYTES);
  return bytes && { id: uuidFromBytes(bytes), secret };
}

/** Compares in constant time. @param secretHash hex, from the row of the key */
export function isSecretOf({ secret }: ApiKeyClaim, secretHash: string): boolean {
  return timingSafeEqual(Buffer.from(hashOf(secret), 'hex'), Buffer.from(secretHash, 'hex'));
}

/** The secret is random and long, so a plain hash is enough. @see OWASP ASVS 5.0, 11.4.1 */
function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function checksumOf(body: string): string {
  const bytes = Buffer.alloc(CHECKSUM_BYTES);
  bytes.writeUInt32BE(crc32(body));
  return base62(bytes, lengthFor(CHECKSUM_BYTES));
}

function lengthFor(bytes: number): number {
  return Math.ceil((bytes * 8) / Math.log2(62));
}

function base62(bytes: Buffer, length: number): string {
  let value = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  for (; text.length < length; value /= BASE) text = (ALPHABET[Number(value % BASE)] ?? '') + text;
  return text;
}

/** @returns undefined for a number that does not fit */
function bytesOf(text: string, length: number): Buffer | undefined {
  const value = [...text].reduce((sum, letter) => sum * BASE + BigInt(ALPHABET.indexOf(letter)), 0n);
  const hex = value.toString(16).padStart(length * 2, '0');
  return hex.length === length * 2 ? Buffer.from(hex, 'hex') : undefined;
}
