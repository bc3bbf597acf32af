/** Parameters as a program gives them. */
export type Values = Readonly<Record<string, unknown>>;

/** One call, before it is sent for the first time. */
export interface Outgoing {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** @param path as the contract writes it, e.g. `/v1/users/{id}` */
export function addressOf(base: string | URL, path: string, values: Values = {}, query: Values = {}): URL {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => segment(name, values[name]));
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/$/, '')}${filled}`;
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) url.searchParams.set(name, textOf(value));
  }
  return url;
}

/** @throws TypeError for what would lead to another door, such as `..` */
function segment(name: string, value: unknown): string {
  const text = textOf(value);
  if (text === '' || text === '.' || text === '..') throw new TypeError(`"${text}" cannot be the ${name} in a path`);
  return encodeURIComponent(text);
}

function textOf(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TypeError('Parameters are texts, numbers and truth values');
}

/** Header values of a call; what is not given is not sent. */
export function headersOf(values: Values = {}): Record<string, string> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name.toLowerCase(), textOf(value)]));
}
