import type { Config } from './config';
import { ConfigError } from './settings';

const PLACEHOLDER = /change.?me|replace|example|placeholder|your.?secret|password|dummy|test.?secret|secret.?key/i;
const LOCAL_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Refuses what is fine on a laptop and a hole on the internet. @throws ConfigError */
export function checkForProduction(config: Config): void {
  const secrets: [string, string | undefined][] = [
    ['APP_SECRET', config.appSecret],
    ['APP_SECRET_PREVIOUS', config.appSecretPrevious],
    ['WEB_CLIENT_SECRET', config.webClientSecret],
  ];
  const seen = new Map<string, string>();
  for (const [name, value] of secrets) {
    if (value === undefined) continue;
    const weakness = weaknessOf(value);
    if (weakness) throw new ConfigError(`${name} ${weakness}. Make one with \`openssl rand -base64 48\`.`);
    const twin = seen.get(value);
    if (twin) throw new ConfigError(`${name} and ${twin} hold one value. Give each secret a value of its own.`);
    seen.set(value, name);
  }
  for (const [name, address] of [['WEB_URL', config.webUrl]] as const) {
    const url = new URL(address);
    if (url.protocol === 'http:' && !LOCAL_HOSTS.has(url.hostname)) {
      throw new ConfigError(`${name} is http. Put TLS in front and set the https address that people type.`);
    }
  }
}

/** A sentence part that says why a secret is too weak, or undefined. */
function weaknessOf(secret: string): string | undefined {
  if (Buffer.byteLength(secret) < 32) return 'is shorter than 32 bytes';
  if (PLACEHOLDER.test(secret)) return 'looks like a placeholder';
  if (shannonBits(secret) < 96) return 'is too regular to be random';
  return undefined;
}

/** Bits of Shannon entropy in the text, by its own letter frequencies: 32 random hex digits have about 120. */
function shannonBits(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= count * Math.log2(count / text.length);
  return bits;
}
