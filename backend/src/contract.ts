import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from './app';
import { loadConfig } from './config';
import { OpenApiDocument } from './docs/openapi-document';
import { run } from './run';

/** Prints the OpenAPI document. Run it from the built output: the doc comments are read at build time. */
run(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-openapi-'));
  try {
    const app = await createApp(loadConfig({ NODE_ENV: 'development', DATA_DIR: dataDir, LOG_LEVEL: 'silent' }));
    process.stdout.write(`${JSON.stringify(app.get(OpenApiDocument).build(), null, 2)}\n`);
    await app.close();
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
