/**
 * Says in one sentence when Node is too old, instead of failing later with a syntax error.
 * Only syntax that old Nodes can read stands here, and entry scripts import everything else after it.
 */
const MAJOR = 20;
const MINOR = 19;

/**
 * Whether a Node is new enough for Latchkey.
 * @param {string} version "v20.19.0"
 */
export function isNodeNewEnough(version) {
  const parts = version.replace('v', '').split('.').map(Number);
  return Number(parts[0]) > MAJOR || (Number(parts[0]) === MAJOR && Number(parts[1]) >= MINOR);
}

/** Ends the process with status 1 and one sentence when this Node is too old. */
export function requireNode() {
  if (isNodeNewEnough(process.version)) return;
  process.stderr.write(
    'Latchkey needs Node.js ' +
      MAJOR +
      '.' +
      MINOR +
      ' or later, and this is ' +
      process.version +
      '. ' +
      'Install a current release from https://nodejs.org and try again.\n',
  );
  process.exit(1);
}
