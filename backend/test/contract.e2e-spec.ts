import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Doors } from '../src/access/doors';
import { PROBLEMS } from '../src/http/problem';
import { type Answer, AnswerCheck } from './answers';
import { startApp, type TestApp } from './start-app';

interface Part {
  description?: string;
  properties?: Record<string, Part>;
  items?: Part;
  $ref?: string;
  example?: unknown;
}
interface Operation {
  operationId?: string;
  summary?: string;
  tags?: string[];
  security?: Record<string, string[]>[];
  requestBody?: { content: Record<string, { schema: Part }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: Part }> }>;
}
interface Contract {
  openapi: string;
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Part>; securitySchemes: Record<string, { description?: string }> };
}

const contract = JSON.parse(readFileSync(join(__dirname, '../../docs/openapi.json'), 'utf8')) as Contract;
const operations = Object.entries(contract.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
);
const namesWhere = (isWrong: (operation: Operation) => boolean) =>
  operations.filter(({ operation }) => isWrong(operation)).map(({ name }) => name);

describe('the contract', () => {
  let api: TestApp;

  beforeAll(async () => {
    api = await startApp();
  });
  afterAll(() => api.close());

  it('has every door of the API but those that show it', () => {
    const doors = api.app.get(Doors).list();
    const names = doors.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    const shown = new Set(['GET /docs', 'GET /docs/{asset}', 'GET /openapi.json']);
    expect(operations.map(({ name }) => name).toSorted()).toEqual(names.filter((name) => !shown.has(name)).toSorted());
  });

  it('says of each door what it is for, whom it takes, and what it answers', () => {
    expect(contract.openapi).toBe('3.1.0');
    const tags = new Set(contract.tags.map(({ name }) => name));
    expect(namesWhere(({ summary }) => !summary)).toEqual([]);
    expect(namesWhere(({ tags: own = [] }) => own.length !== 1 || !tags.has(own[0] ?? ''))).toEqual([]);
    expect(namesWhere(({ responses }) => Object.values(responses).some(({ description }) => !description))).toEqual([]);
    expect(namesWhere(({ responses }) => !Object.keys(responses).some((status) => status < '300'))).toEqual([]);
    expect(namesWhere(({ responses }) => !responses['500'] || !responses['503'])).toEqual([]);
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
  });

  it('names for each guarded door the tokens that it takes, and none for the others', () => {
    const doors = api.app.get(Doors).list();
    const wrong = doors.filter(({ method, path, rule, isSessionOnly }) => {
      const operation = contract.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
      if (!operation) return false;
      const kinds = (operation.security ?? []).flatMap((each) => Object.keys(each));
      // Signing out takes a token, or a refresh token in the body.
      if (path === '/v1/auth/logout') return kinds.join() !== 'accessToken';
      const expected = rule.kind === 'public' ? [] : isSessionOnly ? ['accessToken'] : ['accessToken', 'apiKey'];
      return kinds.join() !== expected.join();
    });
    expect(wrong).toEqual([]);
    for (const { description } of Object.values(contract.components.securitySchemes)) expect(description).toMatch(/\w/);
  });

  it('describes every body: its parts have examples', () => {
    const bodies = operations.flatMap(({ name, operation }) =>
      [operation.requestBody, ...Object.values(operation.responses)].flatMap((body) =>
        Object.values(body?.content ?? {}).map(({ schema }) => [name, schema as Part | undefined] as const),
      ),
    );
    expect(bodies.filter(([, schema]) => !schema).map(([name]) => name)).toEqual([]);
    const bare = Object.entries(contract.components.schemas).flatMap(([name, { properties = {} }]) =>
      Object.entries(properties)
        .filter(([, part]) => part.example === undefined && !part.$ref && !part.items?.$ref)
        .map(([property]) => `${name}.${property}`),
    );
    expect(bare).toEqual([]);
  });

  it('knows every code of a problem', () => {
    const text = JSON.stringify(contract);
    for (const code of Object.keys(PROBLEMS)) expect(text).toContain(`"${code}"`);
  });
});

describe('an answer that is not as the contract says', () => {
  const check = new AnswerCheck();
  const user = {
    id: 'x',
    email: 'ada@example.com',
    name: 'Ada',
    role: 'USER',
    status: 'active',
    createdAt: '2026-11-25T09:30:00.000Z',
    lastLoginAt: null,
    eraseAt: null,
  };
  const answer = (changes: Partial<Omit<Answer, 'body'>> & { body?: unknown } = {}): Answer => ({
    method: 'GET',
    path: '/v1/users/01890000-0000-7000-8000-000000000000',
    status: 200,
    contentType: 'application/json; charset=utf-8',
    ...changes,
    body: changes.body === '' ? '' : JSON.stringify(changes.body ?? user),
  });
  const problem = { type: 'x', title: 'x', status: 404, code: 'not_found', requestId: 'x' };
  const PROBLEM = { status: 404, contentType: 'application/problem+json' };

  it('is found', () => {
    expect(check.faultOf(answer())).toBeUndefined();
    expect(check.faultOf(answer({ ...PROBLEM, body: problem }))).toBeUndefined();
    expect(check.faultOf(answer({ method: 'DELETE', status: 204, contentType: undefined, body: '' }))).toBeUndefined();
  });

  it.each<[string, Answer, RegExp]>([
    [
      'a field that nobody declared',
      answer({ body: { ...user, passwordHash: 'x' } }),
      /additionalProperty.*passwordHash/,
    ],
    ['a field that is missing', answer({ body: { ...user, email: undefined } }), /required property 'email'/],
    ['another type', answer({ body: { ...user, name: 7 } }), /\/name must be string/],
    [
      'a moment in another form',
      answer({ body: { ...user, createdAt: 'yesterday' } }),
      /\/createdAt must match format/,
    ],
    ['a value that is not in the list', answer({ body: { ...user, status: 'away' } }), /\/status must be equal to one/],
    ['a status that is not declared', answer({ status: 418 }), /answered 418, which its contract does not know/],
    ['another media type', answer({ contentType: 'text/html' }), /with text\/html instead of application\/json/],
    ['a code that the door does not declare', answer({ ...PROBLEM, body: { ...problem, code: 'conflict' } }), /\/code/],
    ['a body where there is none', answer({ method: 'DELETE', status: 204, body: {} }), /with a body/],
    ['a door that is in no contract', answer({ path: '/v1/secret' }), /where the contract has no door/],
    [
      'a refusal without a problem',
      answer({ path: '/v1/secret', status: 404, contentType: 'text/html' }),
      /without a problem/,
    ],
  ])('for %s', (_, wrong, sentence) => {
    expect(check.faultOf(wrong)).toMatch(sentence);
  });
});
