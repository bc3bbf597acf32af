import type { Account, Stack } from './stack';

/** Somebody whom `people` of the stack's options has made, by number. @see make-people.cjs */
export function person(number: number): Account & { name: string } {
  const name = `Person ${String(number).padStart(2, '0')}`;
  const email = `${name.toLowerCase().replace(' ', '')}@example.com`;
  return { name, email, password: 'correct horse battery staple', role: number === 1 ? 'ADMIN' : 'USER' };
}

export interface Resource {
  id: string;
  title: string;
  version: number;
}

/** What the API gives at sign-in and renewal, as far as tests look at it. */
export interface TokenPair {
  accessToken: string;
  refreshToken: string;
  user: { id: string };
}

/** Somebody who uses the API itself: for what happens behind the back of the web app. */
export class ApiCaller {
  constructor(
    private readonly stack: Stack,
    private readonly tokens: TokenPair,
  ) {}

  get userId(): string {
    return this.tokens.user.id;
  }

  static async signIn(stack: Stack, { email, password }: Account, userAgent = 'node'): Promise<ApiCaller> {
    const response = await fetch(new URL('/v1/auth/login', stack.apiUrl), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'User-Agent': userAgent },
      body: JSON.stringify({ email, password }),
    });
    if (!response.ok) throw new Error(`POST /v1/auth/login answered ${response.status}`);
    return new ApiCaller(stack, (await response.json()) as TokenPair);
  }

  async call<Answer>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(new URL(path, this.stack.apiUrl), {
      method,
      headers: {
        Authorization: `Bearer ${this.tokens.accessToken}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}`);
    return (response.status === 204 ? undefined : await response.json()) as Answer;
  }

  createResource(content: { title: string; body?: string; visibility?: string }): Promise<Resource> {
    return this.call('POST', '/v1/resources', content);
  }

  /** One after the other: the order in which they were made is the order of the list. */
  async createResources(titles: readonly string[]): Promise<Resource[]> {
    const made: Resource[] = [];
    for (const title of titles) made.push(await this.createResource({ title }));
    return made;
  }

  changeResource({ id, version }: Resource, changes: Record<string, string>): Promise<Resource> {
    return this.call('PATCH', `/v1/resources/${id}`, changes, { 'If-Match': `"${version}"` });
  }

  deleteResource({ id }: Pick<Resource, 'id'>): Promise<void> {
    return this.call('DELETE', `/v1/resources/${id}`);
  }

  /** All that the caller may see, those among them that the seed has made. */
  async deleteEveryResource(): Promise<void> {
    const { items } = await this.call<{ items: Resource[] }>('GET', '/v1/resources?limit=100');
    await Promise.all(items.map((resource) => this.deleteResource(resource)));
  }

  signOutEverywhere(): Promise<void> {
    return this.call('POST', '/v1/auth/logout-all');
  }
}
