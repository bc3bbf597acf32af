import { deflateRawSync } from 'node:zlib';
import type { Config } from './config';
import { ConfigError } from './settings';

export const MIN_SECRET_BYTES = 32;
/** What is left of a secret when everything regular is squeezed out: 32 random hex digits leave 31. */
const MIN_SQUEEZED_BYTES = 26;

const PLACEHOLDER = /change.?me|replace|example|placeholder|your.?secret|password|dummy|test.?secret|secret.?key/i;
const LOCAL_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Refuses what is fine on a laptop and a hole on the internet. @throws ConfigError */
export function checkForProduction(config: Config): void {
  const secrets: [string, string | undefined][] = [
    ['APP_SECRET', config.appSecret],
    ['APP_SECRET_PREVIOUS', config.appSecretPrevious],
    ['WEB_CLIENT_SECRET', config.webClientSecret],
  ];
  if (config.mailUrl !== undefined && config.mailFromIsGuessed) {
    throw new ConfigError(
      'MAIL_FROM is missing. Set the address that your mail server may send from, e.g. Accounts <accounts@example.com>.',
    );
  }
  if (!config.rateLimits) {
    throw new ConfigError(
      'RATE_LIMITS is off. Remove it: in production passwords would be guessed as fast as they come.',
    );
  }
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
  if (Buffer.byteLength(secret) < MIN_SECRET_BYTES) return `is shorter than ${MIN_SECRET_BYTES} bytes`;
  if (PLACEHOLDER.test(secret)) return 'looks like a placeholder';
  if (squeezedBytes(secret) < MIN_SQUEEZED_BYTES) return 'is too regular to be random';
  return undefined;
}

/** Size of a text without its repetitions, rows (abc…, 321…) included: of each byte only the step to it is kept. */
function squeezedBytes(text: string): number {
  const bytes = Buffer.from(text);
  return deflateRawSync(bytes.map((byte, index) => byte - (bytes[index - 1] ?? 0))).length;
}
