import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from './app';
import { loadConfig } from './config';
import { OpenApiDocument } from './docs/openapi-document';
import { AccessMatrixService } from './roles/access-matrix.service';
import { run } from './run';

/**
 * Prints what others rely on, as JSON: the OpenAPI document, and the access matrix of an API that nobody has used yet.
 * Run it from the built output: the doc comments are read at build time.
 */
run(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-contract-'));
  try {
    const app = await createApp(loadConfig({ NODE_ENV: 'development', DATA_DIR: dataDir, LOG_LEVEL: 'silent' }));
    const contract = {
      openApi: app.get(OpenApiDocument).build(),
      accessMatrix: await app.get(AccessMatrixService).read(),
    };
    process.stdout.write(`${JSON.stringify(contract, null, 2)}\n`);
    await app.close();
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
