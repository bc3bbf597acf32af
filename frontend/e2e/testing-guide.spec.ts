import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { findBrowser } from './browser';
import { expect, test } from './fixtures';

const run = promisify(execFile);
const PAGE = readFileSync(join(__dirname, '../../docs/testing.md'), 'utf8');
/** Inside the workspace, where the packages of an adopter's project are. */
const CACHE = join(__dirname, '../.cache');
const CLI = require.resolve('@playwright/test/cli');

interface Report {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

/** The page's own configuration, with the browser that is here. */
const CONFIG = (browser: object) => `
  import config from './playwright.config';
  export default { ...config, outputDir: 'results', use: { ...config.use, launchOptions: ${JSON.stringify(browser)} } };
`;

test('docs/testing.md gives a suite that passes, with an administrator and nothing else', async ({ stack }) => {
  test.slow();
  const blocks = [...PAGE.matchAll(/^```ts file=(\S+)\n(.*?)^```$/gms)].map(([, file = '', text = '']) => ({
    file,
    text,
  }));
  expect(blocks.map(({ file }) => file)).toEqual([
    'people.ts',
    'resources.spec.ts',
    'signed-in.ts',
    'pages.spec.ts',
    'playwright.config.ts',
  ]);
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'testing-guide-'));
  try {
    for (const { file, text } of blocks) writeFileSync(join(folder, file), text);
    const config = join(folder, 'here.config.ts');
    writeFileSync(config, CONFIG(await findBrowser()));
    const { email, password } = stack.accounts.admin;
    const { PATH, HOME, NODE_ENV } = process.env;
    // Nothing of the run around it: it would take itself for a part of that.
    const env = {
      PATH,
      HOME,
      NODE_ENV,
      LATCHKEY_URL: stack.apiUrl,
      WEB_URL: stack.url,
      MAIL_FOLDER: stack.mailFolder,
      ADMIN_EMAIL: email,
      ADMIN_PASSWORD: password,
    };
    const args = [CLI, 'test', '--config', config, '--reporter=json', '--repeat-each=2'];
    const { stdout } = await run(process.execPath, args, { env, cwd: folder }).catch(
      (error: { stdout: string }) => error,
    );
    const { stats } = JSON.parse(stdout) as Report;
    expect(stats, stdout.slice(stdout.indexOf('"suites"'))).toMatchObject({
      expected: 4,
      unexpected: 0,
      flaky: 0,
      skipped: 0,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
