import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { parse } from 'yaml';
import { makeKey, PASSWORD, signedInUser, type TestUser } from './builders';
import { requestsOf } from './requests';
import { startApp, type TestApp } from './start-app';

const run = promisify(execFile);
const PAGE = readFileSync(join(__dirname, '../../docs/api.md'), 'utf8');

interface Job {
  env: Record<string, string>;
  steps: { name: string; run: string }[];
}

/** The blocks of one language, in the order of the page. */
function blocksOf(language: string): string[] {
  const blocks = [...PAGE.matchAll(/^```(\w+)\n(.*?)^```$/gms)].filter(([, each]) => each === language);
  return blocks.map(([, , text = '']) => text);
}

/** As a shell runs it that stops at the first failure, as that of GitHub Actions does. */
async function shell(script: string, env: Record<string, string>): Promise<string> {
  const { PATH = '' } = process.env;
  return (await run('bash', ['-eo', 'pipefail', '-c', script], { env: { PATH, ...env } })).stdout;
}

describe('docs/api.md', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-api-guide-'));
  let api: TestApp;
  let user: TestUser;
  let key: string;
  let titles: () => Promise<string[]>;

  beforeAll(async () => {
    api = await startApp();
    const signedIn = await signedInUser(api);
    ({ user } = signedIn);
    key = (await makeKey(api, signedIn.tokens, ['resources:read', 'resources:create'])).accessToken;
    titles = async () => {
      const { body } = await requestsOf(api, signedIn.tokens).get('/v1/resources?owner=me').expect(200);
      return (body as { items: { title: string }[] }).items.map(({ title }) => title);
    };
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await api.close();
  });

  it('makes a key and a resource with curl, and one that is asked for twice', async () => {
    const blocks = blocksOf('sh');
    expect(blocks).toHaveLength(3);
    const said = await shell(blocks.join('\n'), { LATCHKEY_URL: api.url, EMAIL: user.email, PASSWORD });
    expect(said).toContain('"title":"Made by curl"');
    expect(await titles()).toContain('Made by curl');
    expect((await titles()).filter((title) => title === 'Made once')).toHaveLength(1);
  });

  it('does the same in TypeScript, through all pages', async () => {
    const [source = '', ...others] = blocksOf('ts');
    expect(others).toEqual([]);
    const program = join(folder, 'program.mjs');
    const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
    mkdirSync(join(folder, 'node_modules/@latchkey'), { recursive: true });
    symlinkSync(join(__dirname, '../../client'), join(folder, 'node_modules/@latchkey/client'));
    writeFileSync(program, ts.transpileModule(source, { compilerOptions }).outputText);
    const env = { LATCHKEY_URL: api.url, LATCHKEY_API_KEY: key };
    const { stdout } = await run(process.execPath, [program], { env });
    expect(stdout).toMatch(/^[0-9a-f-]{36} {2}Made by TypeScript$/m);
    await expect(run(process.execPath, [program], { env: { ...env, LATCHKEY_API_KEY: 'lk_x' } })).rejects.toThrow(
      /invalid_token: The token is not valid/,
    );
  });

  it('does it in a job, which fails when it is refused', async () => {
    const [source = ''] = blocksOf('yaml');
    const { jobs } = parse(source) as { jobs: Record<string, Job> };
    const [{ env, steps }] = Object.values(jobs) as [Job];
    expect(env.LATCHKEY_API_KEY).toBe('${{ secrets.LATCHKEY_API_KEY }}');
    const own = { ...env, LATCHKEY_URL: api.url, LATCHKEY_API_KEY: key };
    for (const step of steps) await shell(step.run, own);
    expect(await titles()).toContain('Made by a job');
    for (const step of steps) {
      await expect(shell(step.run, { ...own, LATCHKEY_API_KEY: 'lk_x' })).rejects.toThrow(/curl: \(22\)/);
    }
  });

  it('shows how a key begins as it does', () => {
    expect(key).toMatch(/^lk_[0-9A-Za-z]{22}_/);
  });
});
