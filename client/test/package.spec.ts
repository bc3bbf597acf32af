import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeKey, signedInUser } from '../../backend/test/builders.ts';
import { startApp, type TestApp } from '../../backend/test/start-app.ts';

const run = promisify(execFile);
const CLIENT = join(__dirname, '..');
const TSC = require.resolve('typescript/bin/tsc');

/** The first block of a language on the page that comes with the package. */
function exampleIn(language: string): string {
  const page = readFileSync(join(CLIENT, 'README.md'), 'utf8');
  return new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'ms').exec(page)?.[1] ?? '';
}

describe('the package, packed and installed by a stranger', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-client-'));
  const installed = join(folder, 'node_modules/@latchkey/client');
  let api: TestApp;
  let files: string[];

  beforeAll(async () => {
    api = await startApp();
    const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: CLIENT });
    const [packed] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
    files = packed.files.map(({ path }) => path);
    mkdirSync(installed, { recursive: true });
    await run('tar', ['-xzf', join(folder, packed.filename), '--strip-components=1', '-C', installed]);
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await api.close();
  });

  it('holds programs, types and the page about it, and needs nothing else', () => {
    const others = files.filter((path) => !/^(dist\/[\w-]+\.(js|d\.ts)|README\.md|LICENSE|package\.json)$/.test(path));
    expect(others).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(['dist/index.js', 'dist/index.d.ts', 'README.md', 'LICENSE']));
    const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Record<string, unknown>;
    expect([manifest.dependencies, manifest.peerDependencies, manifest.scripts]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each(['nodenext', 'bundler'])('has types that fit strict programs, resolved as %s', async (moduleResolution) => {
    writeFileSync(join(folder, 'example.ts'), exampleIn('ts'));
    writeFileSync(join(folder, 'global.d.ts'), 'declare const process: { env: Record<string, string | undefined> };');
    const compilerOptions = {
      strict: true,
      skipLibCheck: false,
      target: 'es2022',
      lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
      module: moduleResolution === 'bundler' ? 'esnext' : moduleResolution,
      moduleResolution,
      types: [],
    };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: ['example.ts', 'global.d.ts'] }),
    );
    const said = await run(process.execPath, [TSC, '-p', folder]).then(
      () => '',
      (error: { stdout: string }) => error.stdout,
    );
    expect(said).toBe('');
  });

  it('does what its page shows, in plain Node.js', async () => {
    const { tokens } = await signedInUser(api);
    const { accessToken } = await makeKey(api, tokens, ['resources:read', 'resources:create', 'resources:update']);
    const env = { PATH: process.env.PATH, LATCHKEY_URL: api.url, LATCHKEY_API_KEY: accessToken };
    const { stdout } = await run(process.execPath, [join(folder, 'example.js')], { env });
    expect(stdout).toMatch(/^[0-9a-f-]{36} Made by a program$/m);
  });
});
