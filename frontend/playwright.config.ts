import { defineConfig } from '@playwright/test';

/**
 * What a page weighs, how it is marked up, works without scripts and speaks to the browser, what is kept from it, and what
 * adopters read: no database has a part in it. And lists and questions whose statements the API's own suites put to either
 * database.
 */
const SAME_ON_A_SERVER = [
  'a11y',
  'weight',
  'no-javascript',
  'shell',
  'session-warning',
  'api-docs',
  'testing-guide',
  'admin-audit',
  'client-in-browser',
  'doors',
  'exposed-token',
  'fresh-proof',
  'https',
  'resource-form',
  'resource-list',
  'secrecy',
  'session-ended-reasons',
].map((name) => `${name}.spec.ts`);

/** Journeys in a real browser against the built servers, which e2e/fixtures.ts starts. A failure is a failure: no retries. */
export default defineConfig({
  testDir: 'e2e',
  // Seen on the embedded database; on a server it is the same page, browser or document.
  testIgnore: process.env.MYSQL_URL ? SAME_ON_A_SERVER : [],
  outputDir: 'test-results',
  // Files side by side, each with servers and data of its own.
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/report.json' }]],
  use: { browserName: 'chromium', screenshot: 'only-on-failure' },
});
