import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { requireRules } from './closed-doors.mjs';
import { FRONTEND } from './paths.mjs';
import { webDoors } from './web-doors.mjs';

test('the web app is built while every door has a rule', () => {
  requireRules(webDoors(join(FRONTEND, 'src')));
});

test('a page, a route handler or an action without a rule keeps it from being built, and is named with what to add', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-closed-doors-'));
  const add = (/** @type {string} */ file, /** @type {string} */ text) => {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  try {
    add('app/open/page.tsx', 'export default async function Open() { return null; }');
    add('app/open/export/route.ts', 'export async function GET() { return new Response(); }');
    add('features/open/actions.ts', "'use server';\nexport async function act() {}");
    add(
      'app/closed/page.tsx',
      "export default async function A() { await requireSession({ requires: 'users:read' }); }",
    );
    assert.throws(
      () => requireRules(webDoors(folder)),
      (/** @type {Error} */ { message }) => {
        assert.match(message, /page app\/open\/page\.tsx: begin it with `const session = await requireSession/);
        assert.match(message, /route handler app\/open\/export\/route\.ts GET: begin it with/);
        assert.match(message, /server action features\/open\/actions\.ts .*: make it with `authorizedAction/);
        assert.doesNotMatch(message, /closed\/page/);
        return true;
      },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
