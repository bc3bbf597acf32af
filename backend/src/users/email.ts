import { domainToASCII } from 'node:url';

/** RFC 5321 section 4.5.3.1: at most 64 octets before the `@`, at most 254 in all. */
const MAX_LOCAL_BYTES = 64;
export const EMAIL_MAX_LENGTH = 254;

/** Letters, digits, and the signs that RFC 5322 allows in an unquoted local part; dots only between them. */
const LOCAL = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
/** What a domain may be written in; checked first, because the URL parser under `domainToASCII` cuts off `:80` or `/path`. */
const INTERNATIONAL_DOMAIN = /^[\p{L}\p{M}\p{N}.-]+$/u;
/** Two labels or more; the last one is no number, so an address literal is none. */
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?=[^.]*[a-z])[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The one spelling under which an e-mail address is stored, looked up and written to: trimmed, NFC, lower-cased,
 * the domain in ASCII. Two inputs name the same account exactly when this gives the same text, on every database.
 *
 * Accents stay, so `ádmin@…` and `admin@…` are two people. Compatibility forms (`ﬁ`, full-width letters) are
 * refused rather than mapped: they look like another address but are not one.
 * @returns null when the input is not a plain address
 */
export function canonicalEmail(input: string): string | null {
  const text = input.trim().normalize('NFC').toLowerCase().normalize('NFC');
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(at, 0));
  if (!LOCAL.test(local) || local !== local.normalize('NFKC') || Buffer.byteLength(local) > MAX_LOCAL_BYTES)
    return null;

  const written = text.slice(at + 1);
  const domain = INTERNATIONAL_DOMAIN.test(written) ? domainToASCII(written) : '';
  const email = `${local}@${domain}`;
  return DOMAIN.test(domain) && Buffer.byteLength(email) <= EMAIL_MAX_LENGTH ? email : null;
}

/** The name by which tries of passwords are counted: the canonical address, or what was typed instead of one. */
export function accountNameOf(input: string): string {
  return canonicalEmail(input) ?? input.trim().toLowerCase();
}
