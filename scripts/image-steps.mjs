#!/usr/bin/env node
/**
 * Tries the container images where there is no container engine:
 *
 *   node scripts/image-steps.mjs [api] [web]
 *
 * Runs the steps of each Dockerfile in clean folders, starts what comes out with the image's own command, and waits for
 * its own health check to agree. The base image, the user and the limits of the container are not tried.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { Child } from './lib/children.mjs';
import { buildImage, containerEnvironment } from './lib/image-steps.mjs';
import { Refusal, say, seconds, step } from './lib/output.mjs';
import { findFreePort } from './lib/ports.mjs';
import { runScript } from './lib/script.mjs';

/** How long a container may take to be well, and how often that is asked, in milliseconds. */
const HEALTHY_MS = 30_000;
const ASK_EVERY_MS = 250;

const secret = () => randomBytes(48).toString('base64url');

/** What compose.yaml sets, as far as one image alone needs it. @type {Record<string, (port: string) => NodeJS.Dict<string>>} */
const SETTINGS = {
  api: (port) => ({ API_PORT: port, APP_SECRET: secret(), WEB_CLIENT_SECRET: secret() }),
  web: (port) => ({ PORT: port, NEXTAUTH_SECRET: secret(), WEB_CLIENT_SECRET: secret() }),
};

const wanted = process.argv.slice(2);

await runScript(async () => {
  for (const name of wanted.length > 0 ? wanted : Object.keys(SETTINGS)) {
    if (!SETTINGS[name]) throw new Refusal(`There is no image "${name}", only: ${Object.keys(SETTINGS).join(', ')}.`);
    const folder = mkdtempSync(join(tmpdir(), `latchkey-image-${name}-`));
    try {
      await tryImage(name, folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
});

/** @param {string} name @param {string} folder */
async function tryImage(name, folder) {
  const image = await step(`Running the steps of docker/${name}.Dockerfile`, () => buildImage(name, folder));
  say(`  What the image adds to its base: ${image.megabytes.toFixed(0)} MB`);
  const port = String(await findFreePort());
  const env = containerEnvironment(image, { ...SETTINGS[name]?.(port), WEB_URL: 'http://localhost:3000' });
  const started = Date.now();
  const server = new Child({ name: `${name} image`, args: image.command, cwd: image.workdir, env });
  await untilHealthy(server, image, env);
  say(`  The ${name} image is well after ${seconds(Date.now() - started)}`);
  const asked = Date.now();
  await server.stop();
  const { code, signal } = await server.exited;
  if (signal === 'SIGKILL') throw new Refusal(`The ${name} image did not end when asked to.`);
  say(`  It ended ${seconds(Date.now() - asked)} after it was asked to (${signal ?? `status ${code}`})`);
}

/** @param {Child} server @param {import('./lib/image-steps.mjs').Image} image @param {NodeJS.ProcessEnv} env */
async function untilHealthy(server, image, env) {
  const deadline = Date.now() + HEALTHY_MS;
  while (server.isRunning && Date.now() < deadline) {
    const check = new Child({ name: 'health check', args: image.healthCheck, cwd: image.workdir, env });
    if ((await check.exited).code === 0) return;
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
  throw new Refusal(`The ${server.name} did not become well. Its last lines:\n\n${server.lastLines}`);
}
