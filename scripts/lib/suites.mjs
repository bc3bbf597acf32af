import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BACKEND, CLIENT, FRONTEND, ROOT, toolPath } from './paths.mjs';

/**
 * @typedef {{ passed: number, failed: number }} Counts
 * @typedef {{ numPassedTests: number, numTotalTests: number, numRuntimeErrorTestSuites: number }} JestReport
 * @typedef {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number }, errors: unknown[] }} PlaywrightReport
 */

/**
 * A group of tests that one runner runs.
 *
 * @typedef {object} Suite
 * @property {string} name what people type: `npm test -- backend`
 * @property {string} title
 * @property {boolean} usesDatabase whether it is worth running again on another database
 * @property {('api' | 'client' | 'web')[]} needs what must be built first
 * @property {(report: string, filters: string[]) => { args: string[], cwd: string, env?: NodeJS.Dict<string> }} command
 *   runs it, the filters being parts of file names, and leaves its results in the file `report`
 * @property {(report: any) => Counts} count reads that file
 */

/** @type {Suite[]} */
export const SUITES = [
  {
    name: 'check',
    title: 'types, lint, format, boundaries',
    usesDatabase: false,
    needs: ['api'],
    command: (report) => ({ args: ['scripts/check.mjs', '--report', report], cwd: ROOT }),
    count: (report) => report,
  },
  {
    name: 'backend',
    title: 'API: units and doors',
    usesDatabase: true,
    needs: ['client'],
    command: jest(BACKEND),
    count: countJest,
  },
  {
    name: 'client',
    title: 'client of the API',
    usesDatabase: true,
    needs: ['client'],
    command: jest(CLIENT),
    count: countJest,
  },
  {
    name: 'frontend',
    title: 'web app: units',
    usesDatabase: false,
    needs: [],
    command: jest(FRONTEND),
    count: countJest,
  },
  {
    name: 'journeys',
    title: 'journeys in a browser',
    usesDatabase: true,
    needs: ['api', 'web'],
    command: (report, filters) => ({
      args: [toolPath('@playwright/test', 'playwright'), 'test', '--reporter=list,json', ...filters],
      cwd: FRONTEND,
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    }),
    count: countPlaywright,
  },
  {
    name: 'scripts',
    title: 'start, build, deployment files',
    usesDatabase: false,
    needs: ['api', 'web'],
    command: nodeTest,
    count: (report) => report,
  },
];

/** @param {string} workspace @returns {Suite['command']} */
function jest(workspace) {
  return (report, filters) => ({
    args: [toolPath('jest'), '--ci', '--json', '--outputFile', report, ...filters],
    cwd: workspace,
  });
}

/** @type {Suite['command']} */
function nodeTest(report, filters) {
  const files = ['scripts', 'scripts/lib'].flatMap((folder) => testFilesIn(folder));
  const chosen = files.filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter)));
  return {
    args: [
      '--test',
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      `--test-reporter=${join(ROOT, 'scripts/lib/counting-reporter.mjs')}`,
      `--test-reporter-destination=${report}`,
      ...chosen,
    ],
    cwd: ROOT,
  };
}

/** @param {string} folder relative to the repository @returns {string[]} */
function testFilesIn(folder) {
  const names = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.test.mjs'));
  return names.map((name) => join(folder, name));
}

/** @param {JestReport} report Jest's @returns {Counts} */
export function countJest(report) {
  const { numPassedTests, numTotalTests, numRuntimeErrorTestSuites } = report;
  // Skipped and "todo" tests are in the total only, and a file that cannot be loaded has no tests to fail.
  return { passed: numPassedTests, failed: numTotalTests - numPassedTests + numRuntimeErrorTestSuites };
}

/** @param {PlaywrightReport} report Playwright's @returns {Counts} */
export function countPlaywright({ stats, errors }) {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped + errors.length };
}

/**
 * What a suite that has ended counts as.
 *
 * @param {Suite} suite
 * @param {string} report
 * @param {boolean} isSuccess whether its runner ended with status 0
 * @returns {Counts & { note?: string }}
 */
export function resultOf(suite, report, isSuccess) {
  const counts = existsSync(report) ? readCounts(suite, report) : undefined;
  if (!counts) return { passed: 0, failed: 1, note: 'left no report' };
  if (counts.passed + counts.failed === 0) return { passed: 0, failed: 1, note: 'ran no test' };
  if (!isSuccess && counts.failed === 0) return { passed: counts.passed, failed: 1, note: 'its runner failed' };
  return counts;
}

/** @param {Suite} suite @param {string} report @returns {Counts | undefined} */
function readCounts(suite, report) {
  try {
    return suite.count(JSON.parse(readFileSync(report, 'utf8')));
  } catch {
    return undefined;
  }
}
