import { setTimeout as delay } from 'node:timers/promises';
import { Refusal } from './output.mjs';

/** How often a server that is starting is asked, and how long one answer may take, in milliseconds. */
const ASK_EVERY_MS = 100;
const ANSWER_MS = 2_000;

/**
 * Waits until a server says that it is well.
 *
 * @param {import('./children.mjs').Child} child
 * @param {string} url its health door
 * @param {number} timeoutMs
 * @throws {Refusal} with its last lines, when it ends or does not come up in time
 */
export async function waitUntilHealthy(child, url, timeoutMs) {
  const deadline = Date.now() + timeoutMs;
  while (child.isRunning) {
    if (await isHealthy(url)) return;
    if (Date.now() > deadline) {
      throw new Refusal(
        `The ${child.name} did not answer at ${url} within ${timeoutMs / 1000} s. Its last lines:\n\n${child.lastLines}`,
      );
    }
    await delay(ASK_EVERY_MS);
  }
  await child.exited;
  throw new Refusal(
    child.lastErrors || `The ${child.name} ended while starting. Its last lines:\n\n${child.lastLines}`,
  );
}

/** @param {string} url */
export async function isHealthy(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS), redirect: 'manual' });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
