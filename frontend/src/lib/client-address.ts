import { BlockList, isIP } from 'node:net';

/**
 * Decides which address a request comes from.
 * @param peer address of the socket
 * @param forwardedFor the `X-Forwarded-For` header as it came: whoever sent it may have written anything into it
 */
export type AddressReader = (peer: string, forwardedFor: string | undefined) => string;

/**
 * Reads `TRUSTED_PROXIES`: nothing (the socket's address counts, the header is never looked at), a number of proxies in
 * front of us, or the networks they are in, separated by commas.
 * Each proxy appends the address it was called from, so the list is read from the right, and never further than trust goes.
 * @throws {RangeError} for anything else, `true` included: that would let every client choose its own address
 */
export function addressReader(trustedProxies: string): AddressReader {
  if (trustedProxies === '') return (peer) => plainAddress(peer);
  if (/^[1-9]$/.test(trustedProxies)) return byHops(Number(trustedProxies));
  return byNetworks(networksOf(trustedProxies));
}

function byHops(hops: number): AddressReader {
  return (peer, forwardedFor) => {
    const chain = chainOf(peer, forwardedFor);
    return chain[Math.max(0, chain.length - 1 - hops)] ?? plainAddress(peer);
  };
}

function byNetworks(trusted: BlockList): AddressReader {
  const isTrusted = (address: string) => trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return (peer, forwardedFor) => {
    const chain = chainOf(peer, forwardedFor);
    return chain.findLast((address) => !isTrusted(address)) ?? chain[0] ?? plainAddress(peer);
  };
}

/** From the farthest to the nearest. What is not an address ends the chain: nothing to its left can be believed. */
function chainOf(peer: string, forwardedFor: string | undefined): string[] {
  const named = (forwardedFor ?? '').split(',').map((entry) => plainAddress(entry.trim()));
  const firstBelievable = named.findLastIndex((address) => isIP(address) === 0) + 1;
  return [...named.slice(firstBelievable), plainAddress(peer)];
}

/** `::ffff:192.0.2.1` is how a socket that speaks both protocols writes 192.0.2.1. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
}

function networksOf(list: string): BlockList {
  const trusted = new BlockList();
  for (const network of list.split(',').map((entry) => entry.trim())) {
    const [address = '', prefix] = network.split('/');
    const version = isIP(address);
    const bits = Number(prefix ?? (version === 6 ? 128 : 32));
    if (version === 0 || !Number.isInteger(bits) || bits < 1 || bits > (version === 6 ? 128 : 32)) {
      throw new RangeError('not a hop count from 1 to 9 and not a list of networks such as 10.0.0.0/8');
    }
    trusted.addSubnet(address, bits, version === 6 ? 'ipv6' : 'ipv4');
  }
  return trusted;
}
