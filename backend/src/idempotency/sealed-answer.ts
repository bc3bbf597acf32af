import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { PACKED_MAX_LENGTH } from '../database/columns';
import { deriveKey } from '../derive-key';
import type { IdempotentRequest } from './idempotency-key';

/** What was answered, and to what. */
export interface RememberedAnswer {
  /** Of the request. */
  readonly fingerprint: string;
  readonly answer: unknown;
}

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Name and lock of one request's answer, both made of the caller's key, so that the database alone tells nothing. */
export class AnswerSeal {
  readonly id: string;
  private readonly key: Buffer;

  /** @param secret of the installation: an `Idempotency-Key` may be easy to guess */
  constructor(secret: string, { userId, door, key }: IdempotentRequest) {
    const request = JSON.stringify([userId, door, key]);
    const derived = (purpose: string) =>
      createHmac('sha256', deriveKey(secret, `latchkey/idempotency-${purpose}`)).update(request);
    this.id = derived('id').digest('base64url');
    this.key = derived('answer').digest();
  }

  /** @throws RangeError for an answer that is too long to be kept */
  seal(remembered: RememberedAnswer): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.key, nonce);
    const packed = deflateRawSync(JSON.stringify(remembered));
    const sealed = Buffer.concat([nonce, cipher.update(packed), cipher.final(), cipher.getAuthTag()]);
    const text = sealed.toString('base64');
    if (text.length > PACKED_MAX_LENGTH) throw new RangeError('An answer to remember is too long');
    return text;
  }

  /** @throws Error for what this seal did not make */
  open(text: string): RememberedAnswer {
    const sealed = Buffer.from(text, 'base64');
    const decipher = createDecipheriv(CIPHER, this.key, sealed.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    const packed = Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
    return JSON.parse(inflateRawSync(packed).toString('utf8')) as RememberedAnswer;
  }
}
