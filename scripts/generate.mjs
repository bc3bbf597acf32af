#!/usr/bin/env node
/**
 * `npm run generate [-- --check]`: the web app's types of the API, from the API's own OpenAPI document.
 * With `--check` nothing is written, and types that are out of date are a failure.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './lib/children.mjs';
import { Refusal, say } from './lib/output.mjs';
import { API_OPENAPI, FRONTEND, toolPath } from './lib/paths.mjs';
import { buildApi, install } from './lib/prepare.mjs';
import { runScript } from './lib/script.mjs';

const TARGET = join(FRONTEND, 'src/lib/api-schema.d.ts');

await runScript(async () => {
  await install();
  await buildApi();
  const types = await generateTypes();
  if (existsSync(TARGET) && readFileSync(TARGET, 'utf8') === types)
    return say('  The types of the API are up to date.');
  if (process.argv.includes('--check')) {
    throw new Refusal(
      'frontend/src/lib/api-schema.d.ts does not fit the API. Run "npm run generate" and commit the result.',
    );
  }
  writeFileSync(TARGET, types);
  say('  Wrote frontend/src/lib/api-schema.d.ts');
});

/** @returns {Promise<string>} */
async function generateTypes() {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-openapi-'));
  try {
    const document = join(folder, 'openapi.json');
    const types = join(folder, 'api-schema.d.ts');
    const lines = await run({ name: 'The description of the API', args: [API_OPENAPI] });
    await writeFile(document, lines.join('\n'));
    await run({ name: 'openapi-typescript', args: [toolPath('openapi-typescript'), document, '--output', types] });
    return readFileSync(types, 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
