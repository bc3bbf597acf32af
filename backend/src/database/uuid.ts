import { randomBytes, randomFillSync } from 'node:crypto';

/** Bits of `rand_a` that count within one millisecond; `rand_b` is random in every id. */
const COUNTER_LIMIT = 0x1000;

let lastMs = -1;
let counter = 0;
const random = Buffer.allocUnsafe(8);

/**
 * A new id: time-ordered, so that the newest rows share index pages, and rising within this process even when several
 * are made in one millisecond or the clock steps back.
 * @param now milliseconds since the epoch
 * @see RFC 9562 section 5.7 (UUIDv7) and section 6.2 (method 1, a counter)
 */
export function uuidv7(now: number): string {
  if (now > lastMs) {
    lastMs = now;
    // Starts in the lower half, so that the millisecond has room for at least 2,048 more.
    counter = randomBytes(2).readUInt16BE() & (COUNTER_LIMIT / 2 - 1);
  } else {
    counter += 1;
    if (counter === COUNTER_LIMIT) {
      lastMs += 1;
      counter = 0;
    }
  }
  randomFillSync(random);
  random.writeUInt8((random.readUInt8(0) & 0x3f) | 0x80, 0);
  const time = lastMs.toString(16).padStart(12, '0');
  const version = (0x7000 | counter).toString(16);
  const tail = random.toString('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-${version}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}
