import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { run, stopAll } from './lib/children.mjs';
import { applyStep, stepsOf } from './lib/guide.mjs';
import { linkTree } from './lib/link-tree.mjs';
import { ROOT, toolPath } from './lib/paths.mjs';
import { countJest } from './lib/suites.mjs';

const PAGE = 'docs/add-a-guarded-resource.md';
const NOT_COPIED = new Set(['node_modules', '.git', '.next', 'dist', 'data', 'coverage', 'test-results']);
/** Of the access matrix: doors of the API, doors of the web app, a permission. */
const ROWS = [
  ['`notes:read`', 'GET', '`/v1/notes`', '', ''],
  ['`notes:read`', 'GET', '`/v1/notes/{id}`', '', ''],
  ['`notes:create`', 'POST', '`/v1/notes`', '', ''],
  ['`notes:update`', 'PATCH', '`/v1/notes/{id}`', '', ''],
  ['`notes:delete`', 'DELETE', '`/v1/notes/{id}`', '', ''],
  ['`notes:read`', 'page', '`app/(signed-in)/notes/page.tsx`'],
  ['`notes:create`', 'server action', '`features/notes/actions.ts addNote`'],
  ['`notes:delete`', 'server action', '`features/notes/actions.ts deleteNote`'],
  ['`notes:read`', 'See notes', 'own, any', 'any', 'own'],
];

/** A program that ends with status 1 when something of the page breaks a boundary. */
const BOUNDARIES = `import { findBoundaryProblems } from './scripts/lib/boundaries.mjs';
  const problems = findBoundaryProblems().filter((problem) => problem.includes('notes/'));
  process.stdout.write(problems.join('\\n'));
  process.exitCode = problems.length > 0 ? 1 : 0;`;

const folder = mkdtempSync(join(tmpdir(), 'latchkey-guide-'));
after(async () => {
  // Where one of several failed, the others would go on and write into the folder.
  await stopAll();
  rmSync(folder, { recursive: true, force: true });
});

describe('docs/add-a-guarded-resource.md', () => {
  const copy = join(folder, 'copy');
  const steps = stepsOf(readFileSync(join(ROOT, PAGE), 'utf8'));
  const files = [...new Set(steps.map(({ file }) => file))];
  const env = { ...process.env, NO_COLOR: '1', NEXT_TELEMETRY_DISABLED: '1' };
  /** @param {string} name @param {string[]} args */
  const inCopy = (name, ...args) => run({ name, args, cwd: copy, env });

  before(() => {
    cpSync(ROOT, copy, { recursive: true, filter: (source) => !NOT_COPIED.has(basename(source)) });
    for (const workspace of ['', 'backend', 'client', 'frontend']) {
      const packages = join(ROOT, workspace, 'node_modules');
      // Not one link to the folder: the build of the web app reads nothing outside the repository.
      if (existsSync(packages))
        linkTree(packages, join(copy, workspace, 'node_modules'), ({ name }) => name !== '.cache');
    }
  });

  it('can be followed from its first step to its last', async () => {
    assert.ok(steps.length > 30, `${steps.length} steps`);
    for (const step of steps) applyStep(copy, step);
    await inCopy('npm run format', toolPath('prettier'), '--write', ...files);
    // The tests of the API hold its answers to what this writes.
    await inCopy('npm run generate', 'scripts/generate.mjs');
  });

  // Two at once: most of it is done by one processor alone.
  describe('gives', { concurrency: 2 }, () => {
    it('an API that builds, the new doors in the access matrix, and a web app that fits them', async () => {
      const lines = readFileSync(join(copy, 'docs/access-matrix.md'), 'utf8').split('\n');
      const rows = lines.map((line) => line.split('|').slice(1, -1));
      const cells = new Set(rows.map((row) => JSON.stringify(row.map((cell) => cell.trim()))));
      const missing = ROWS.filter((row) => !cells.has(JSON.stringify(row)));
      assert.deepEqual(missing, []);
      // It checks the types, too.
      await inCopy('The build of the web app', 'scripts/build.mjs', '--web');
      const built = readFileSync(join(copy, 'frontend/.next/server/app-paths-manifest.json'), 'utf8');
      assert.ok(Object.hasOwn(JSON.parse(built), '/(signed-in)/notes/page'), built);
      // Here, because some of its rules need the types that the build has made.
      await inCopy('oxlint', toolPath('oxlint'), ...files);
      await test('frontend', ['doors.spec', 'lib/permissions.spec'], 'src/');
    });

    it('code that keeps to the boundaries, and tests that pass: of the new doors, and those that know every door', async () => {
      await inCopy('The boundaries', '--input-type=module', '--eval', BOUNDARIES);
      await test(
        'backend',
        [
          'notes',
          'contract',
          'doors',
          'access-matrix-reach',
          'audit.e2e',
          'database-schema',
          'export.e2e',
          'erasure',
          'personal-data',
        ],
        'test/',
      );
      const args = [toolPath('typescript', 'tsc'), '--noEmit', '--project', 'backend/tsconfig.json'];
      await inCopy('The types of the API', ...args);
    });
  });

  /** Runs one test file for each beginning of a name. @param {string} workspace @param {string[]} names @param {string} below */
  async function test(workspace, names, below) {
    const report = join(folder, `${workspace}.json`);
    const config = `${workspace}/jest.config.js`;
    const tests = names.map((name) => `${workspace}/${below}${name}`);
    await inCopy('Jest', toolPath('jest'), '--ci', '--config', config, '--json', '--outputFile', report, ...tests);
    const { numPassedTestSuites, ...counts } = JSON.parse(readFileSync(report, 'utf8'));
    assert.equal(numPassedTestSuites, names.length);
    assert.deepEqual(countJest(counts), { passed: counts.numTotalTests, failed: 0 });
  }
});

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
    follow(block(" replace='b'", 'b || $&'));
    assert.equal(content(), 'const list = [\n  a,\n  a2,\n  b || $&,\n  c,\n  c2,\n];\n');
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
