/**
 * @typedef {object} Row
 * @property {string[]} cells
 * @property {boolean} isMissed
 */

const HEAD = ['measured', 'Latchkey', 'p50 / p99', 'limit', 'ratio', 'target', ''];

/**
 * A row of something measured against its limit.
 *
 * @param {object} options
 * @param {string} options.title
 * @param {string} options.limit name of the limit
 * @param {{ ours: import('./rounds.mjs').Sample, limit: import('./rounds.mjs').Sample, ratio: number }} options.result
 * @param {number} [options.target] least ratio; without it the row is for information
 * @returns {Row}
 */
export function compared({ title, limit, result, target }) {
  const { ours, ratio } = result;
  const isMissed = target !== undefined && ratio < target;
  return {
    cells: [
      title,
      `${rate(ours.perSecond)}/s`,
      `${milliseconds(ours.p50)} / ${milliseconds(ours.p99)} ms`,
      `${rate(result.limit.perSecond)}/s ${limit}`,
      ratio.toFixed(2),
      target === undefined ? '' : `≥ ${target.toFixed(2)}`,
      target === undefined ? 'for information' : verdict(isMissed),
    ],
    isMissed,
  };
}

/**
 * A row of how long the slowest in a hundred took, against the same at the limit.
 *
 * @param {object} options
 * @param {string} options.title
 * @param {string} options.limit name of the limit
 * @param {{ ours: import('./rounds.mjs').Sample, limit: import('./rounds.mjs').Sample, ratio: number }} options.result
 * @param {number} options.target largest ratio
 * @returns {Row}
 */
export function comparedSlowest({ title, limit, result, target }) {
  const { ours, ratio } = result;
  const isMissed = ratio > target;
  return {
    cells: [
      title,
      `${rate(ours.perSecond)}/s`,
      `${milliseconds(ours.p50)} / ${milliseconds(ours.p99)} ms`,
      `p99 ${milliseconds(result.limit.p99)} ms ${limit}`,
      ratio.toFixed(2),
      `≤ ${target.toFixed(2)}`,
      verdict(isMissed),
    ],
    isMissed,
  };
}

/**
 * A row of something that must not be larger than its target.
 *
 * @param {{ title: string, value: number, target: number, show: (value: number) => string }} options
 * @returns {Row}
 */
export function limited({ title, value, target, show }) {
  const isMissed = value >= target;
  return { cells: [title, show(value), '', '', '', `< ${show(target)}`, verdict(isMissed)], isMissed };
}

/**
 * A row of something that must stay between two bounds.
 *
 * @param {{ title: string, value: number, from: number, to: number, detail: string }} options
 * @returns {Row}
 */
export function within({ title, value, from, to, detail }) {
  const isMissed = value < from || value > to;
  const cells = [title, `AUC ${value.toFixed(2)}`, detail, '', '', `${from.toFixed(2)} to ${to.toFixed(2)}`];
  return { cells: [...cells, verdict(isMissed)], isMissed };
}

/** Markdown, aligned, so that it can be read here and kept in docs/performance.md. @param {Row[]} rows @returns {string} */
export function tableOf(rows) {
  const lines = [HEAD, ...rows.map(({ cells }) => cells)];
  const widths = HEAD.map((_, column) => Math.max(3, ...lines.map((cells) => cells[column]?.length ?? 0)));
  const line = (/** @type {string[]} */ cells) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = lines;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

/** @param {boolean} isMissed */
function verdict(isMissed) {
  return isMissed ? 'MISSED' : 'reached';
}

/** @param {number} value */
function rate(value) {
  return value < 1000 ? value.toFixed(1) : Math.round(value).toLocaleString('en');
}

/** @param {number} value */
function milliseconds(value) {
  return value < 10 ? value.toFixed(1) : String(Math.round(value));
}
