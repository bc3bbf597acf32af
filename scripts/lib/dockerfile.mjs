/**
 * Reads the Dockerfiles of this repository: the instructions they use, not all that exist.
 *
 * @typedef {{ name: string, value: string }} Instruction e.g. `{ name: 'COPY', value: 'package.json ./' }`
 * @typedef {{ from: string, as: string | undefined, instructions: Instruction[] }} Stage
 */

/**
 * @param {string} text
 * @returns {Stage[]}
 * @throws {Error} where a line is no instruction
 */
export function parseDockerfile(text) {
  /** @type {Stage[]} */
  const stages = [];
  for (const line of logicalLines(text)) {
    const match = /^([A-Z]+)\s+(.+)$/s.exec(line);
    if (!match) throw new Error(`Not an instruction: ${line}`);
    const [, name = '', value = ''] = match;
    if (name === 'FROM') {
      const [from = '', , as] = value.split(/\s+/);
      stages.push({ from, as, instructions: [] });
    } else {
      const stage = stages.at(-1);
      if (!stage) throw new Error(`Before the first FROM: ${line}`);
      stage.instructions.push({ name, value });
    }
  }
  return stages;
}

/** Lines without comments, those that end with a backslash joined to the next. @param {string} text */
function logicalLines(text) {
  return text
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .join('\n')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/**
 * @param {string} value of a COPY
 * @returns {{ stage: string | undefined, sources: string[], target: string }}
 */
export function parseCopy(value) {
  const words = value.split(/\s+/);
  const stage = words.find((word) => word.startsWith('--from='))?.slice('--from='.length);
  const paths = words.filter((word) => !word.startsWith('--'));
  return { stage, sources: paths.slice(0, -1), target: paths.at(-1) ?? '' };
}

/** @param {string} value of an ENV @returns {Record<string, string>} */
export function parseEnvInstruction(value) {
  return Object.fromEntries(value.split(/\s+/).map((pair) => pair.split('=', 2)));
}

/** The words of a CMD, also one inside HEALTHCHECK, in its JSON form. @param {string} value @returns {string[]} */
export function parseCommand(value) {
  return JSON.parse(value.slice(value.indexOf('[')));
}

/**
 * Whether a path reaches the builder, by a `.dockerignore` that excludes everything, names what it lets in (`!path`), and
 * takes some of that out again by its ending (two stars, slash, star, ending).
 *
 * @param {string} dockerignore
 * @param {string} path relative to the repository, with forward slashes
 */
export function isInContext(dockerignore, path) {
  const lines = dockerignore.split('\n');
  const allowed = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
  const endings = lines.filter((line) => line.startsWith('**/*')).map((line) => line.slice('**/*'.length));
  const isAllowed = allowed.some((entry) => path === entry || path.startsWith(`${entry}/`));
  return isAllowed && !endings.some((ending) => path.endsWith(ending));
}
