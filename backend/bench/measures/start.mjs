import { setTimeout as delay } from 'node:timers/promises';
import { Api } from '../lib/api.mjs';
import { median } from '../lib/rounds.mjs';
import { limited } from '../lib/table.mjs';

const STARTS = 5;
const START_TARGET_MS = 3_000;
/** What is allocated while starting is given back by then, if it ever is. */
const IDLE_MS = 3_000;
const MEMORY_TARGET_BYTES = 200 * 1024 * 1024;

/**
 * From the start of the process to the first 200 of `/health/ready`, and the memory it then holds.
 * @param {{ settings: import('../lib/api.mjs').ApiSettings, database: string }} options
 */
export async function measureStart({ settings, database }) {
  const startsMs = [];
  let residentBytes = 0;
  for (let start = 1; start <= STARTS; start += 1) {
    const api = await Api.start(settings);
    startsMs.push(api.startMs);
    if (start === STARTS) {
      await delay(IDLE_MS);
      residentBytes = api.residentBytes;
    }
    await api.stop();
  }
  return [
    limited({
      title: `Start until ready, ${database}`,
      value: median(startsMs),
      target: START_TARGET_MS,
      show: (ms) => `${(ms / 1000).toFixed(2)} s`,
    }),
    limited({
      title: `Resident memory when idle, ${database}`,
      value: residentBytes,
      target: MEMORY_TARGET_BYTES,
      show: (bytes) => `${Math.round(bytes / 1024 / 1024)} MB`,
    }),
  ];
}
