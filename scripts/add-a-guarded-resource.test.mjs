import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { run } from './lib/children.mjs';
import { applyStep, stepsOf } from './lib/guide.mjs';
import { ROOT, toolPath } from './lib/paths.mjs';
import { countJest } from './lib/suites.mjs';

const PAGE = 'docs/add-a-guarded-resource.md';
const NOT_COPIED = new Set(['node_modules', '.git', '.next', 'dist', 'data', 'coverage', 'test-results']);
/** Files of tests, by the beginning of their names: what the page adds, and what knows every door, event and table. */
const TESTS = ['notes', 'doors', 'access-matrix-reach', 'audit.e2e', 'database-schema'];
const DOORS = [
  'DELETE /v1/notes/{id} notes:delete',
  'GET /v1/notes notes:read',
  'GET /v1/notes/{id} notes:read',
  'PATCH /v1/notes/{id} notes:update',
  'POST /v1/notes notes:create',
];

const folder = mkdtempSync(join(tmpdir(), 'latchkey-guide-'));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('docs/add-a-guarded-resource.md', () => {
  const copy = join(folder, 'copy');
  const steps = stepsOf(readFileSync(join(ROOT, PAGE), 'utf8'));
  const files = [...new Set(steps.map(({ file }) => file))];
  /** @param {string} name @param {string[]} args */
  const inCopy = (name, ...args) => run({ name, args, cwd: copy, env: { ...process.env, NO_COLOR: '1' } });

  before(() => {
    cpSync(ROOT, copy, { recursive: true, filter: (source) => !NOT_COPIED.has(basename(source)) });
    for (const workspace of ['', 'backend', 'frontend']) {
      const packages = join(ROOT, workspace, 'node_modules');
      if (existsSync(packages)) symlinkSync(packages, join(copy, workspace, 'node_modules'));
    }
  });

  it('can be followed from its first step to its last', () => {
    assert.ok(steps.length > 15, `${steps.length} steps`);
    for (const step of steps) applyStep(copy, step);
  });

  it('gives code that keeps to the types, the form and the boundaries of the repository', async () => {
    await Promise.all([
      inCopy('tsc', toolPath('typescript', 'tsc'), '--noEmit', '--project', 'backend/tsconfig.json'),
      inCopy('Prettier', toolPath('prettier'), '--check', ...files),
      inCopy('oxlint', toolPath('oxlint'), ...files),
      inCopy('The boundaries', '--input-type=module', '--eval', boundariesOf('backend/src')),
    ]);
  });

  it('gives an API that builds, with the new doors in its access matrix and the permissions with the roles', async () => {
    await inCopy('The build of the API', toolPath('@nestjs/cli', 'nest'), 'build');
    const contract = JSON.parse((await inCopy('The contract', 'backend/dist/contract.js')).join('\n'));
    /** @type {import('./lib/access-matrix.mjs').AccessMatrix} */
    const { doors, roles } = contract.accessMatrix;
    const opened = doors.filter(({ path }) => path.startsWith('/v1/notes'));
    assert.deepEqual(opened.map(({ method, path, rule }) => `${method} ${path} ${rule}`).toSorted(), DOORS);
    const held = Object.fromEntries(roles.map(({ key, grants }) => [key, grants['notes:read']]));
    assert.deepEqual(held, { ADMIN: 'any', USER: 'own' });
  });

  it('gives tests that pass, those of the new doors and those that know every door', async () => {
    const report = join(folder, 'report.json');
    const tests = TESTS.map((name) => `backend/test/${name}`);
    const options = ['--ci', '--config', 'backend/jest.config.js', '--json', '--outputFile', report];
    await inCopy('Jest', toolPath('jest'), ...options, ...tests);
    const { numPassedTestSuites, ...counts } = JSON.parse(readFileSync(report, 'utf8'));
    assert.equal(numPassedTestSuites, TESTS.length);
    assert.deepEqual(countJest(counts), { passed: counts.numTotalTests, failed: 0 });
  });
});

/** A program that ends with status 1 when a source of this tree breaks a boundary. @param {string} tree */
function boundariesOf(tree) {
  return `import { findBoundaryProblems } from './scripts/lib/boundaries.mjs';
    const problems = findBoundaryProblems().filter((problem) => problem.startsWith('${tree}'));
    process.stdout.write(problems.join('\\n'));
    process.exitCode = problems.length > 0 ? 1 : 0;`;
}

describe('a step of a page', () => {
  const root = join(folder, 'small');
  const file = 'src/list.ts';
  const content = () => readFileSync(join(root, file), 'utf8');
  const block = (/** @type {string} */ place, text = '  b,') => `\`\`\`ts file=${file}${place}\n${text}\n\`\`\`\n`;
  /** @param {string} markdown */
  const follow = (markdown) => stepsOf(markdown).forEach((step) => applyStep(root, step));

  before(() => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), 'const list = [\n  a,\n  c,\n  c2,\n];\n');
  });

  it('goes where it says, and is read only where it names a file', () => {
    follow(`${block(' after="a,"')}\n\`\`\`sh\nnpm test\n\`\`\`\n`);
    assert.equal(content(), 'const list = [\n  a,\n  b,\n  c,\n  c2,\n];\n');
    follow(block(' before="b,"', '  a2,'));
    follow(block(' replace="b,"', '  d,\n  e,'));
    assert.equal(content(), 'const list = [\n  a,\n  a2,\n  d,\n  e,\n  c,\n  c2,\n];\n');
  });

  it('is refused when it does not fit any more, and then changes nothing', () => {
    const known = content();
    assert.throws(() => follow(block(' after="gone,"')), /src\/list\.ts has 0 lines that begin with: gone,/);
    assert.throws(() => follow(block(' after="c"')), /src\/list\.ts has 3 lines that begin with: c/);
    assert.throws(() => follow(block('')), /src\/list\.ts is there already/);
    assert.throws(() => follow(block(' behind="a,"')), /1 blocks name a file, and only 0 of them can be read/);
    assert.equal(content(), known);
  });
});
