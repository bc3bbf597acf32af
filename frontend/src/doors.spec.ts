import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { doorsIn, outdatedPublicEntries } from './test-support/web-doors';

const SOURCES = __dirname;

describe('every door of the web app', () => {
  const doors = doorsIn(SOURCES);

  it('is found', () => {
    const kinds = new Set(doors.map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(['page', 'route handler', 'server action']));
    expect(doors.length).toBeGreaterThan(20);
  });

  it('declares its rule: pages and route handlers by requireSession in their first line, actions by authorizedAction', () => {
    expect(doors.filter(({ rule }) => rule === null)).toEqual([]);
  });

  it('is public only where the list says why, and the list names nothing that is gone', () => {
    expect(outdatedPublicEntries(SOURCES)).toEqual([]);
  });
});

describe('a door without a rule', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'latchkey-doors-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** The rules found in one file. */
  function rulesOf(file: string, text: string): (string | null)[] {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
    return doorsIn(folder).map(({ rule }) => rule);
  }

  it.each([
    ['a page that asks nobody', 'app/a/page.tsx', 'export default async function A() { return null; }'],
    [
      'a page that asks too late',
      'app/a/page.tsx',
      'export default async function A() { const x = 1; await requireSession(); }',
    ],
    [
      'a page that asks in one branch',
      'app/a/page.tsx',
      'export default async function A() { if (a) { await requireSession(); } }',
    ],
    ['a page that does not wait', 'app/a/page.tsx', 'export default async function A() { requireSession(); }'],
    ['a page made elsewhere', 'app/a/page.tsx', "export { A as default } from './a';"],
    ['a route handler', 'app/a/route.ts', 'export async function GET() { return new Response(); }'],
    ['a route handler made elsewhere', 'app/a/route.ts', 'export { handler as GET };'],
    ['a bare action', 'a/actions.ts', "'use server';\nexport async function act() {}"],
    [
      'an action made by something else',
      'a/actions.ts',
      "'use server';\nexport const act = wrapped({ signedIn: true }, f);",
    ],
    ['an action passed on', 'a/actions.ts', "'use server';\nexport { act } from './other';"],
    [
      'an action with a rule that cannot be read',
      'a/actions.ts',
      "'use server';\nexport const act = authorizedAction(options, f);",
    ],
    [
      'an action without a rule',
      'a/actions.ts',
      "'use server';\nexport const act = authorizedAction({ input: schema }, f);",
    ],
    [
      'an action inside a component',
      'a/form.tsx',
      "export function F() { async function act() { 'use server'; } return act; }",
    ],
  ])('is reported: %s', (_, file, text) => {
    expect(rulesOf(file, text)).toEqual([null]);
  });

  it('is not reported where there is one', () => {
    const page =
      "export default wrapper(async function A() { const { user } = await requireSession({ requires: 'users:read' }); });";
    expect(rulesOf('app/a/page.tsx', page)).toEqual(['users:read']);
    const actions =
      "'use server';\nexport interface X {}\nexport const act = authorizedAction({ role: 'ADMIN', input }, f);";
    expect(rulesOf('b/actions.ts', actions)).toContain('role:ADMIN');
  });
});
