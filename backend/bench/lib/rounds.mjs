/** How many requests, or pieces of work, are on their way at any time. */
export const CONCURRENCY = Number(process.env.BENCH_CONNECTIONS ?? 32);
const ROUNDS = 5;

/**
 * @typedef {object} Sample
 * @property {number} perSecond
 * @property {number} p50 milliseconds
 * @property {number} p99 milliseconds
 *
 * @typedef {(milliseconds: number) => Promise<Sample>} Side
 */

/**
 * Keeps `CONCURRENCY` workers busy for a time.
 *
 * @param {number} milliseconds
 * @param {(worker: number) => Promise<void>} work one piece
 * @returns {Promise<Sample>}
 */
export async function keepBusy(milliseconds, work) {
  /** @type {number[]} */
  const durations = [];
  const started = performance.now();
  const deadline = started + milliseconds;
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async (_, worker) => {
      for (let begun = performance.now(); begun < deadline;) {
        await work(worker);
        const ended = performance.now();
        durations.push(ended - begun);
        begun = ended;
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  durations.sort((a, b) => a - b);
  return { perSecond: durations.length / seconds, p50: quantile(durations, 0.5), p99: quantile(durations, 0.99) };
}

/**
 * Measures both sides in turn, so that whatever else the machine does meets both.
 *
 * @param {{ ours: Side, limit: Side, milliseconds: number, figure?: 'perSecond' | 'p99' }} sides `figure` is what the
 *   ratio is of
 * @returns {Promise<{ ours: Sample, limit: Sample, ratio: number }>} medians; the ratio is that of the rounds
 */
export async function compare({ ours, limit, milliseconds, figure = 'perSecond' }) {
  await ours(milliseconds);
  await limit(milliseconds);
  /** @type {{ ours: Sample, limit: Sample }[]} */
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    if (round % 2 === 0) rounds.push({ ours: await ours(milliseconds), limit: await limit(milliseconds) });
    else {
      const first = await limit(milliseconds);
      rounds.push({ ours: await ours(milliseconds), limit: first });
    }
  }
  return {
    ours: medianSample(rounds.map((round) => round.ours)),
    limit: medianSample(rounds.map((round) => round.limit)),
    ratio: median(rounds.map((round) => round.ours[figure] / round.limit[figure])),
  };
}

/** @param {number[]} values */
export function median(values) {
  return quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}

/** @param {Sample[]} samples @returns {Sample} */
function medianSample(samples) {
  return {
    perSecond: median(samples.map(({ perSecond }) => perSecond)),
    p50: median(samples.map(({ p50 }) => p50)),
    p99: median(samples.map(({ p99 }) => p99)),
  };
}

/** @param {number[]} sorted @param {number} share */
function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
