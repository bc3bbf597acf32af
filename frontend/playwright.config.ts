import { defineConfig } from '@playwright/test';

/** Journeys in a real browser against the built servers, which e2e/fixtures.ts starts. A failure is a failure: no retries. */
export default defineConfig({
  testDir: 'e2e',
  // What a page weighs and how it is marked up has been seen on the embedded database; on a server it is the same page.
  testIgnore: process.env.MYSQL_URL ? ['a11y.spec.ts', 'weight.spec.ts'] : [],
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
