import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { renderAccessMatrix } from './access-matrix.mjs';
import { requireCurrent, writeGenerated } from './generated.mjs';
import { Refusal } from './output.mjs';
import { ROOT } from './paths.mjs';
import { webDoors } from './web-doors.mjs';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-generated-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const DOORS = [
  { method: 'PATCH', path: '/v1/notes/{id}', rule: 'notes:update', sessionOnly: false, freshProof: false },
  { method: 'PUT', path: '/v1/roles/{key}', rule: 'role:ADMIN', sessionOnly: true, freshProof: true },
  { method: 'GET', path: '/v1/notes', rule: 'notes:read', sessionOnly: false, freshProof: false },
  { method: 'GET', path: '/health', rule: 'public', sessionOnly: false, freshProof: false },
];
const PERMISSIONS = [
  { key: 'notes:read', meaning: 'See notes', reaches: ['own', 'any'] },
  { key: 'notes:update', meaning: 'Change notes', reaches: ['own', 'any'] },
];
/** @type {import('./access-matrix.mjs').AccessMatrix['roles']} */
const ROLES = [
  { key: 'ADMIN', name: 'Administrator', builtIn: true, grants: { 'notes:read': 'any', 'notes:update': 'any' } },
  { key: 'USER', name: 'User', builtIn: true, grants: { 'notes:read': 'own' } },
  { key: 'CLERK', name: 'Clerk', builtIn: false, grants: {} },
];
/** @type {import('./access-matrix.mjs').AccessMatrix} */
const MATRIX = { doors: DOORS, permissions: PERMISSIONS, roles: ROLES };
const WEB_DOORS = [
  { kind: 'server action', at: 'features/notes/actions.ts saveNote', rule: 'notes:update' },
  { kind: 'page', at: 'app/forgotten/page.tsx', rule: null },
  { kind: 'page', at: 'app/page.tsx', rule: 'public' },
];

/** The cells of each row that has this many, without the heads. @param {string} text @param {number} columns */
function rowsOf(text, columns) {
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  const rows = lines.map((line) => line.split('|').slice(1, -1));
  const cells = rows.map((row) => row.map((cell) => cell.trim()));
  return cells.filter((row) => row.length === columns && !/^(-+|Rule|Permission)$/.test(row[0] ?? ''));
}

describe('the access matrix on paper', () => {
  it('names every door with its rule, the most open first, and what the built-in roles hold', async () => {
    const text = await renderAccessMatrix(MATRIX, WEB_DOORS);
    const [three, five] = [rowsOf(text, 3), rowsOf(text, 5)];
    assert.deepEqual(five.slice(0, 4), [
      ['`public`', 'GET', '`/health`', '', ''],
      ['`notes:read`', 'GET', '`/v1/notes`', '', ''],
      ['`notes:update`', 'PATCH', '`/v1/notes/{id}`', '', ''],
      ['`role:ADMIN`', 'PUT', '`/v1/roles/{key}`', 'yes', 'yes'],
    ]);
    assert.deepEqual(three, [
      ['**none**', 'page', '`app/forgotten/page.tsx`'],
      ['`public`', 'page', '`app/page.tsx`'],
      ['`notes:update`', 'server action', '`features/notes/actions.ts saveNote`'],
    ]);
    assert.deepEqual(five.slice(4), [
      ['`notes:read`', 'See notes', 'own, any', 'any', 'own'],
      ['`notes:update`', 'Change notes', 'own, any', 'any', ''],
    ]);
  });

  it('is the same in whatever order the doors are found', async () => {
    const reversed = { ...MATRIX, doors: DOORS.toReversed() };
    assert.equal(
      await renderAccessMatrix(reversed, WEB_DOORS.toReversed()),
      await renderAccessMatrix(MATRIX, WEB_DOORS),
    );
  });

  it('finds the doors of the web app', () => {
    const kinds = new Set(webDoors(join(ROOT, 'frontend/src')).map(({ kind }) => kind));
    assert.deepEqual(kinds, new Set(['page', 'route handler', 'server action']));
  });

  it('is refused when it is out of date or missing, with how to mend it, and is then left as it is', async () => {
    mkdirSync(join(folder, 'docs'));
    const path = 'docs/access-matrix.md';
    const file = join(folder, path);
    const files = { [path]: await renderAccessMatrix(MATRIX, WEB_DOORS) };
    const refused = (/** @type {unknown} */ error) =>
      error instanceof Refusal && error.message.startsWith(`${path} is out of date.\nRun "npm run generate"`);
    assert.throws(() => requireCurrent(folder, files), refused);
    assert.equal(existsSync(file), false);
    assert.deepEqual(writeGenerated(folder, files), [path]);
    requireCurrent(folder, files);
    assert.deepEqual(writeGenerated(folder, files), []);

    const opened = DOORS.map((door) => ({ ...door, rule: door.rule === 'role:ADMIN' ? 'signed-in' : door.rule }));
    const changed = { [path]: await renderAccessMatrix({ ...MATRIX, doors: opened }, WEB_DOORS) };
    assert.throws(() => requireCurrent(folder, changed), refused);
    assert.equal(readFileSync(file, 'utf8'), files[path]);
    writeFileSync(file, `${files[path]}\n`);
    assert.throws(() => requireCurrent(folder, files), refused);
  });
});
