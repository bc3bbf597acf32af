import { CONCURRENCY } from './rounds.mjs';

/**
 * Deals items to the workers: each goes round its own share, so that no two use one at the same time.
 *
 * @template T
 * @param {T[]} items
 * @returns {(worker: number) => T}
 */
export function sharesOf(items) {
  const positions = Array.from({ length: CONCURRENCY }, (_, worker) => worker);
  return (worker) => {
    const position = positions[worker] ?? worker;
    positions[worker] = position + CONCURRENCY < items.length ? position + CONCURRENCY : worker;
    return /** @type {T} */ (items[position]);
  };
}
