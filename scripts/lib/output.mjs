/** How often a long step shows that it is alive where the output is no terminal, in milliseconds. */
const HEARTBEAT_MS = 15_000;
const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/**
 * Something the person at the keyboard can mend: shown as it is, without a stack.
 * The message says what is wrong and how to mend it.
 */
export class Refusal extends Error {
  /** @override */
  name = 'Refusal';
}

/** @param {string} line */
export function say(line = '') {
  process.stdout.write(`${line}\n`);
}

/**
 * Whether tools whose output we pass on should colour it: they cannot see that it ends on a terminal, or that it does not.
 * @returns {NodeJS.Dict<string>}
 */
export function colourSetting() {
  return process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' };
}

/** @param {number} ms */
export function seconds(ms) {
  return ms < 9_950 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

/**
 * Runs one long step and shows its progress: a running clock on a terminal, a line now and then elsewhere, and in the
 * end one line with the time it took.
 *
 * @template T
 * @param {string} title what is being done, e.g. "Building the API"
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const started = Date.now();
  const stopProgress = process.stdout.isTTY ? spin(title, started) : beat(title, started);
  try {
    const result = await work();
    stopProgress();
    say(`  ${title}: done in ${seconds(Date.now() - started)}`);
    return result;
  } catch (error) {
    stopProgress();
    say(`  ${title}: failed after ${seconds(Date.now() - started)}`);
    throw error;
  }
}

/** @param {string} title @param {number} started */
function spin(title, started) {
  let frame = 0;
  const timer = setInterval(() => {
    frame = (frame + 1) % SPINNER.length;
    process.stdout.write(`\r\x1b[2K${SPINNER[frame]} ${title} … ${Math.floor((Date.now() - started) / 1000)} s`);
  }, 100);
  return () => {
    clearInterval(timer);
    process.stdout.write('\r\x1b[2K');
  };
}

/** @param {string} title @param {number} started */
function beat(title, started) {
  say(`  ${title} …`);
  const timer = setInterval(() => say(`  ${title} … ${seconds(Date.now() - started)}`), HEARTBEAT_MS);
  return () => clearInterval(timer);
}

/**
 * Tells what went wrong: a `Refusal` as its sentence, anything else with its stack, because then it is our mistake.
 * @param {unknown} error
 */
export function tell(error) {
  const text = error instanceof Refusal ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`\n${text}\n`);
}
