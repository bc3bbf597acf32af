#!/usr/bin/env node
/** `npm run start:api`: the built API alone, in production unless NODE_ENV says otherwise. */
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { tell, Refusal } from './lib/output.mjs';
import { API_MAIN } from './lib/paths.mjs';
import { readEnvironment } from './lib/settings.mjs';

if (existsSync(API_MAIN)) {
  Object.assign(process.env, readEnvironment());
  process.env.NODE_ENV ??= 'production';
  // In this very process: signals reach the API without anybody passing them on.
  await import(pathToFileURL(API_MAIN).href);
} else {
  tell(new Refusal('The API is not built yet. Run "npm run build" first.'));
  process.exitCode = 1;
}
