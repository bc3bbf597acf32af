#!/usr/bin/env node
/** `npm run start:web`: the built web app alone, in production. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal, say } from './lib/output.mjs';
import { FRONTEND } from './lib/paths.mjs';
import { runScript } from './lib/script.mjs';
import { startWeb } from './lib/servers.mjs';
import { readSettings } from './lib/settings.mjs';

await runScript(
  async () => {
    if (!existsSync(join(FRONTEND, '.next/BUILD_ID'))) {
      throw new Refusal('The web app is not built yet. Run "npm run build" first.');
    }
    const settings = readSettings();
    const env = { ...settings.env, WEB_PORT: String(settings.webPort), NODE_ENV: 'production' };
    const { code, signal } = await startWeb(env, { isLocal: false }, say).exited;
    if (code !== 0) throw new Refusal(`The web app ended (${signal ?? `status ${code}`}).`);
  },
  { isServer: true },
);
