import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { Child } from './children.mjs';
import { isInContext, parseCommand, parseCopy, parseDockerfile, parseEnvInstruction } from './dockerfile.mjs';
import { ROOT } from './paths.mjs';

/**
 * What the last stage of a Dockerfile leaves.
 *
 * @typedef {object} Image
 * @property {string} root the folder that stands for `/`
 * @property {string} workdir
 * @property {Record<string, string>} env
 * @property {string[]} command without the leading "node"
 * @property {string[]} healthCheck likewise
 * @property {number} megabytes
 *
 * @typedef {{ root: string, workdir: string, env: Record<string, string> }} StageState
 */

/**
 * Runs the steps of one Dockerfile, each stage in a folder of its own.
 *
 * @param {string} name of the image
 * @param {string} folder to work in
 * @returns {Promise<Image>}
 */
export async function buildImage(name, folder) {
  const stages = parseDockerfile(readFileSync(join(ROOT, `docker/${name}.Dockerfile`), 'utf8'));
  /** @type {Map<string | undefined, StageState>} */
  const done = new Map();
  /** @type {Image | undefined} */
  let image;
  for (const { as, instructions } of stages) {
    const root = join(folder, as ?? 'image');
    mkdirSync(root);
    /** @type {StageState} */
    const state = { root, workdir: root, env: {} };
    for (const instruction of instructions) await runInstruction(instruction, state, done);
    done.set(as, state);
    const valueOf = (/** @type {string} */ word) => instructions.findLast((each) => each.name === word)?.value ?? '';
    if (as === undefined) {
      const [command, healthCheck] = [valueOf('CMD'), valueOf('HEALTHCHECK')].map((value) =>
        parseCommand(value).slice(1),
      );
      image = { ...state, command: command ?? [], healthCheck: healthCheck ?? [], megabytes: bytesIn(root) / 1e6 };
    }
  }
  if (!image) throw new Error(`docker/${name}.Dockerfile has no last stage`);
  return image;
}

/**
 * @param {import('./dockerfile.mjs').Instruction} instruction
 * @param {StageState} state
 * @param {Map<string | undefined, StageState>} done the stages before
 */
async function runInstruction({ name, value }, state, done) {
  if (name === 'WORKDIR') {
    state.workdir = join(state.root, value);
    mkdirSync(state.workdir, { recursive: true });
  } else if (name === 'ENV') {
    Object.assign(state.env, parseEnvInstruction(value));
  } else if (name === 'COPY') {
    copy(parseCopy(value), state, done);
  } else if (name === 'RUN') {
    const env = containerEnvironment(state, {});
    const child = new Child({ name: value, program: '/bin/sh', args: ['-c', value], cwd: state.workdir, env });
    if ((await child.exited).code !== 0) throw new Error(`${value}\n\n${child.lastLines}`);
  }
}

/** @param {ReturnType<typeof parseCopy>} copied @param {StageState} state @param {Map<string | undefined, StageState>} done */
function copy({ stage, sources, target }, state, done) {
  const origin = stage ? done.get(stage) : undefined;
  const dockerignore = readFileSync(join(ROOT, '.dockerignore'), 'utf8');
  const reachesBuilder = (/** @type {string} */ path) => isInContext(dockerignore, relative(ROOT, path));
  const isFolder = target.endsWith('/');
  for (const source of sources) {
    const from = origin ? join(origin.root, source) : join(ROOT, source);
    if (!existsSync(from) || !(origin || reachesBuilder(from))) throw new Error(`COPY ${source}: not there`);
    const to = join(target.startsWith('/') ? state.root : state.workdir, target);
    // A folder's content is copied, a file keeps its name when the target is a folder.
    const isFile = !statSync(from).isDirectory();
    cpSync(from, isFile && isFolder ? join(to, basename(from)) : to, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => origin !== undefined || statSync(path).isDirectory() || reachesBuilder(path),
    });
  }
}

/**
 * The environment of a container: its own and what is given, nothing of ours. Paths that begin at the image's root are
 * led into the folder that stands for it.
 *
 * @param {StageState} state
 * @param {NodeJS.Dict<string>} given
 * @returns {NodeJS.ProcessEnv}
 */
export function containerEnvironment({ root, env }, given) {
  const own = Object.entries(env).map(([name, value]) => [name, value.startsWith('/') ? join(root, value) : value]);
  // HOME has npm's cache and its registry.
  return { PATH: process.env.PATH, HOME: process.env.HOME, ...Object.fromEntries(own), ...given };
}

/** @param {string} folder @returns {number} */
function bytesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink()) return sum;
    return sum + (entry.isDirectory() ? bytesIn(path) : statSync(path).size);
  }, 0);
}
