import { decode, encode, type JWT } from 'next-auth/jwt';

import type { Account, Stack } from './stack';

interface RequestOptions {
  method?: string;
  /** One that is empty is not sent at all. */
  headers?: Record<string, string>;
  body?: BodyInit;
  /** Throws the answer's cookies away, as if it had been lost on its way to the browser. */
  loseCookies?: boolean;
}

export interface Page {
  status: number;
  headers: Headers;
  text: string;
}

/**
 * A browser without scripts, for what a real one cannot do: two hundred requests at once with one and the same cookie,
 * an answer that never arrives, a post written by hand.
 */
export class Visitor {
  readonly cookies = new Map<string, string>();

  /** @param at address to send requests to, where it is not the public one */
  constructor(
    private readonly stack: Stack,
    private readonly at = stack.url,
  ) {}

  /** Another one with the same cookies, as they are now. */
  copy(at = this.at): Visitor {
    const copy = new Visitor(this.stack, at);
    for (const [name, value] of this.cookies) copy.cookies.set(name, value);
    return copy;
  }

  get sessionCookie(): string | undefined {
    return this.cookies.get('latchkey.session');
  }

  async request(path: string, options: RequestOptions = {}): Promise<Page> {
    const { method = 'GET', headers = {}, body, loseCookies = false } = options;
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(path, this.at), {
      method,
      body,
      redirect: 'manual',
      headers: Object.entries({ cookie, origin: this.stack.url, ...headers }).filter(([, value]) => value !== ''),
    });
    if (!loseCookies) this.keepCookies(response);
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  /** What the router in a real browser fetches instead of a document. Next first sends it to an address with a hash. */
  async routerRequest(path: string): Promise<Page> {
    const first = await this.request(path, { headers: { rsc: '1' } });
    const target = first.headers.get('location') ?? '';
    return first.status === 307 && target.includes('_rsc') ? this.request(target, { headers: { rsc: '1' } }) : first;
  }

  /** Signs in by the doors of NextAuth itself, as `next-auth/react` would. */
  async signIn({ email, password }: Account): Promise<void> {
    const { csrfToken } = JSON.parse((await this.request('/api/auth/csrf')).text) as { csrfToken: string };
    const body = new URLSearchParams({ csrfToken, email, password, callbackUrl: '/' });
    const { status, headers } = await this.request('/api/auth/callback/credentials', { method: 'POST', body });
    if (status !== 302 || !this.sessionCookie) throw new Error(`Not signed in: ${status} ${headers.get('location')}`);
  }

  /** Makes the cookie as it will be when the access token in it is over, without waiting for that. */
  async outliveAccessToken(): Promise<void> {
    const token = { ...(await this.sessionToken()), accessExpiresAt: 0 };
    this.cookies.set('latchkey.session', await encode({ token, secret: this.stack.nextAuthSecret }));
  }

  /** What is in the session cookie: only a holder of the secret can read it. */
  async sessionToken(): Promise<JWT | null> {
    return decode({ token: this.sessionCookie, secret: this.stack.nextAuthSecret });
  }

  /** Posts the form that has a field whose name begins with `name`, as a browser without scripts does. */
  async submit(
    path: string,
    name: string,
    fields: Record<string, string>,
    options: RequestOptions = {},
  ): Promise<Page> {
    const form = await this.formWith(path, name);
    return this.request(path, { method: 'POST', body: formData({ ...form, ...fields }), ...options });
  }

  /** The fields that React put into the form for itself: they name the action. */
  async formWith(path: string, name: string): Promise<Record<string, string>> {
    const { text, status } = await this.request(path);
    const form = (text.match(/<form[\s\S]*?<\/form>/g) ?? []).find((html) => html.includes(`name="${name}`));
    if (!form) throw new Error(`${path} (${status}) has no form with a field ${name}`);
    const hidden = [...form.matchAll(/<input type="hidden" name="([^"]*)"(?: value="([^"]*)")?/g)];
    return Object.fromEntries(hidden.map(([, field = '', value = '']) => [field, unescapeHtml(value)]));
  }

  private keepCookies(response: Response): void {
    for (const header of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = header.split('; ');
      const separator = pair.indexOf('=');
      const name = pair.slice(0, separator);
      if (attributes.some((attribute) => attribute === 'Max-Age=0')) this.cookies.delete(name);
      else this.cookies.set(name, pair.slice(separator + 1));
    }
  }
}

export function formData(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
}

function unescapeHtml(text: string): string {
  return text.replace(/&quot;/g, '"').replace(/&#x27;/g, "'").replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&'); // prettier-ignore
}

/** What a person would read: the visible text of a page. */
export function textOf({ text }: Page): string {
  return text
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
}
