import { isIP } from 'node:net';

/** Something that whoever runs Latchkey can mend. The message is one sentence that says how; never a secret. */
export class OperatorError extends Error {
  override name = 'OperatorError';
}

/** A setting that cannot be used. The message names it, never its value. */
export class ConfigError extends OperatorError {
  override name = 'ConfigError';
}

/** Without what could begin another header or another address. */
const MAILBOX = /^(?:[^<>@,;:"\p{Cc}]+ <[^<>@,;:"\s]+@[^<>@,;:"\s]+>|[^<>@,;:"\s]+@[^<>@,;:"\s]+)$/u;

const LOCAL_HOSTS: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Reads single settings by type. An empty value counts as not set, as in a `.env` file with blanks. */
export class Settings {
  constructor(private readonly env: NodeJS.ProcessEnv) {}

  text(name: string): string | undefined {
    return this.env[name]?.trim() || undefined;
  }

  integer(name: string, fallback: number, min: number, max: number): number {
    const text = this.text(name);
    if (text === undefined) return fallback;
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    if (!(value >= min && value <= max)) throw new ConfigError(`${name} must be a whole number from ${min} to ${max}.`);
    return value;
  }

  boolean(name: string, fallback: boolean): boolean {
    return this.oneOf(name, ['true', 'false'], String(fallback)) === 'true';
  }

  oneOf(name: string, allowed: string[], fallback: string): string {
    const value = this.text(name) ?? fallback;
    if (!allowed.includes(value)) throw new ConfigError(`${name} must be one of: ${allowed.join(', ')}.`);
    return value;
  }

  /** An address without path, e.g. `https://accounts.example.com`. */
  origin(name: string, fallback: string): string {
    return parseOrigin(name, this.text(name) ?? fallback);
  }

  origins(name: string): string[] {
    return this.list(name).map((value) => parseOrigin(name, value));
  }

  /** Of something that keeps secrets: by https, or on this machine. As it was written: an issuer is compared letter by letter. */
  address(name: string): string | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && LOCAL_HOSTS.has(url.hostname));
    if (!url || !isSafe || [url.search, url.hash, url.username, url.password].some(Boolean)) {
      throw new ConfigError(`${name} must be an address that begins with https://, e.g. https://id.example.com.`);
    }
    return text;
  }

  /** Where mails are handed in, e.g. `smtp://user:password@mail.example.com:587`. */
  mailServer(name: string): string | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (!url || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') {
      throw new ConfigError(
        `${name} must be the address of a mail server, e.g. smtp://user:password@mail.example.com:587.`,
      );
    }
    return text;
  }

  /** An address that mails come from, with a name before it or without. */
  mailbox(name: string, fallback: string): string {
    const text = this.text(name);
    if (text === undefined) return fallback;
    if (!MAILBOX.test(text)) {
      throw new ConfigError(`${name} must be an address or a name and an address: Accounts <accounts@example.com>.`);
    }
    return text;
  }

  /** Hop count or networks; never "everybody", because then any client could choose its own address. */
  proxies(name: string): number | string[] | false {
    const values = this.list(name);
    if (values.length === 0) return false;
    if (values.length === 1 && /^[1-9]$/.test(values[0] ?? '')) return Number(values[0]);
    if (!values.every(isNetwork)) {
      throw new ConfigError(`${name} must be a number of hops (1 to 9) or a list of networks such as 10.0.0.0/8.`);
    }
    return values;
  }

  private list(name: string): string[] {
    return (this.text(name) ?? '')
      .split(',')
      .map((value) => value.trim())
      .filter((value) => value !== '');
  }
}

/** An address, or a network in CIDR notation that is not the whole internet. */
function isNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  if (bits === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^[1-9]\d{0,2}$/.test(prefix) && Number(prefix) <= bits);
}

function parseOrigin(name: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    !url ||
    !['http:', 'https:'].includes(url.protocol) ||
    url.pathname !== '/' ||
    url.hostname.includes('*') ||
    [url.search, url.hash, url.username, url.password].some(Boolean)
  ) {
    throw new ConfigError(`${name} must be an address without a path, e.g. https://accounts.example.com.`);
  }
  return url.origin;
}
