import { isIPv6 } from 'node:net';

const GROUPS = 8;
/** A customer has a /64 at least, and may take any address in it. @see RFC 6177 */
const COUNTED_GROUPS = 4;

/** What counts as one address: an IPv4 address, or a /64 of IPv6. `::ffff:192.0.2.1` is 192.0.2.1. */
export function addressBlock(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.replace(/%.*$/, '').split('::');
  const groupsOf = (part: string) => part.split(':').filter(Boolean);
  const [before, after] = [groupsOf(head), groupsOf(tail ?? '')];
  const zeros = tail === undefined ? 0 : GROUPS - before.length - after.length;
  const groups = [...before, ...Array<string>(Math.max(0, zeros)).fill('0'), ...after];
  return groups
    .slice(0, COUNTED_GROUPS)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
