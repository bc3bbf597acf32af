import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import ts from 'typescript';
import { ROOT } from './paths.mjs';

/**
 * Who may import whom: docs/architecture.md as a table. The key is a folder (or a file) below `src`, the value what it
 * may import besides itself. What is not listed here belongs to no layer, and that is reported, too.
 */
const COMMON = ['base', 'database', 'http'];

/** @type {Record<string, string[]>} */
export const BACKEND_LAYERS = {
  base: [],
  database: ['base'],
  http: ['base', 'database'],
  access: COMMON,
  audit: [...COMMON, 'access'],
  docs: [...COMMON, 'access'],
  health: [...COMMON, 'access'],
  idempotency: COMMON,
  roles: [...COMMON, 'access', 'audit', 'idempotency'],
  users: [...COMMON, 'access', 'audit', 'roles'],
  tokens: [...COMMON, 'access'],
  'mailed-tokens': [...COMMON, 'tokens'],
  throttle: [...COMMON, 'access', 'audit'],
  mail: [...COMMON, 'access', 'audit', 'mailed-tokens'],
  sessions: [...COMMON, 'access', 'audit', 'tokens', 'mail'],
  auth: [...COMMON, 'access', 'audit', 'roles', 'users', 'tokens', 'sessions', 'mail', 'throttle'],
  'api-keys': [...COMMON, 'access', 'audit', 'idempotency', 'mail', 'tokens', 'users'],
  accounts: [
    ...COMMON,
    'access',
    'api-keys',
    'audit',
    'idempotency',
    'identities',
    'mail',
    'mailed-tokens',
    'users',
    'sessions',
    'auth',
    'throttle',
  ],
  identities: [
    ...COMMON,
    'access',
    'api-keys',
    'audit',
    'auth',
    'mail',
    'mailed-tokens',
    'sessions',
    'throttle',
    'users',
  ],
  'personal-data': [...COMMON, 'access', 'audit', 'auth', 'mail', 'mailed-tokens', 'sessions', 'throttle', 'users'],
  resources: [...COMMON, 'access', 'audit', 'idempotency'],
};

/** @type {Record<string, string[]>} */
export const FRONTEND_LAYERS = {
  messages: [],
  i18n: ['messages'],
  lib: ['i18n', 'messages'],
  components: ['lib', 'i18n', 'messages'],
  auth: ['lib', 'components', 'i18n', 'messages'],
  features: ['auth', 'lib', 'components', 'i18n', 'messages'],
  app: ['features', 'auth', 'lib', 'components', 'i18n', 'messages'],
  proxy: ['auth', 'lib'],
};

/** @type {Record<string, string[]>} */
export const CLIENT_LAYERS = {
  'api-schema': [],
  'idempotent-doors': [],
  types: ['api-schema'],
  problem: ['api-schema'],
  credentials: [],
  request: [],
  repetition: ['idempotent-doors', 'request'],
  client: ['types', 'problem', 'credentials', 'request', 'repetition'],
  session: ['client', 'types', 'problem', 'credentials'],
};

/**
 * One source tree and its rules.
 *
 * @typedef {object} Tree
 * @property {string} root folder of the sources, relative to the repository
 * @property {Record<string, string[]>} layers
 * @property {string[]} base files that make up the layer "base": what stands directly in the root and everyone may use
 * @property {string[]} entries files at the top: they may import everything, and nothing imports them
 * @property {string[]} environmentReaders the only files that may read `process.env`
 * @property {string} [alias] prefix that stands for `root` in imports
 * @property {string} [face] the file that does nothing but hand on: what a package gives
 */

/** @type {Tree[]} */
export const TREES = [
  {
    root: 'backend/src',
    layers: BACKEND_LAYERS,
    base: [
      'config.ts',
      'config-production.ts',
      'config-providers.ts',
      'settings.ts',
      'derive-key.ts',
      'clock.ts',
      'run.ts',
      'search-key.ts',
      'locales.ts',
    ],
    entries: [
      'main.ts',
      'app.ts',
      'app.module.ts',
      'core.module.ts',
      'admin-create.ts',
      'audit-verify.ts',
      'contract.ts',
      'keys-rotate.ts',
      'seed.ts',
      'users-import.ts',
      'entities.ts',
      'first-users.ts',
      'sample-resources.ts',
    ],
    environmentReaders: ['config.ts'],
  },
  {
    root: 'frontend/src',
    layers: FRONTEND_LAYERS,
    base: [],
    entries: ['instrumentation.ts'],
    environmentReaders: ['lib/env.ts'],
    alias: '@/',
  },
  {
    root: 'client/src',
    layers: CLIENT_LAYERS,
    base: [],
    entries: ['index.ts'],
    environmentReaders: [],
    face: 'index.ts',
  },
];

/** Entries are each other's parts. */
const ENTRY = 'entry';
const IS_TEST = /\.(spec|test)\.tsx?$|^test-support\//;
/** Next finds what it calls by the names that these files export, so they may do nothing but hand on. */
const IS_ROUTE = /^app\/.*\/route\.ts$/;
/** Not a setting: Next puts the value in when it builds. */
const BUILD_CONSTANT = 'NEXT_RUNTIME';
/** Files of a feature that stay inside it: others go through its services. */
const INTERNAL = /\.(entity|controller)$/;

/** @returns {string[]} what breaks a rule in the whole repository, one sentence each */
export function findBoundaryProblems() {
  return TREES.flatMap((tree) =>
    sourcesUnder(join(ROOT, tree.root)).flatMap((file) =>
      checkSource(tree, relative(join(ROOT, tree.root), file).split(sep).join('/'), readFileSync(file, 'utf8')),
    ),
  );
}

/**
 * Checks one file.
 *
 * @param {Tree} tree
 * @param {string} file relative to the tree's root, with forward slashes
 * @param {string} text
 * @returns {string[]} one sentence per problem
 */
export function checkSource(tree, file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const problems = [];
  if (file !== tree.face && !IS_ROUTE.test(file) && isBarrel(source)) {
    problems.push('is a barrel file. Import each thing from the file that defines it.');
  }
  if (!IS_TEST.test(file)) {
    if (!tree.environmentReaders.includes(file) && readsEnvironment(source)) {
      problems.push(`reads process.env. Only ${tree.environmentReaders.join(', ')} may.`);
    }
    problems.push(...importedFiles(tree, file, source).flatMap((target) => checkImport(tree, file, target)));
  }
  return [...new Set(problems)].map((problem) => `${tree.root}/${file} ${problem}`);
}

/** @param {Tree} tree @param {string} file @param {string} target both relative to the root @returns {string[]} */
function checkImport(tree, file, target) {
  const from = layerOf(tree, file);
  const to = layerOf(tree, target);
  if (to === ENTRY) return from === ENTRY ? [] : [`imports ${target}. Nothing imports an entry of the application.`];
  if (from === ENTRY) return [];
  const allowed = tree.layers[from];
  if (!allowed)
    return from === to ? [] : [`lies in "${from}", which has no layer yet. Give it one in scripts/lib/boundaries.mjs.`];
  if (from !== to && !allowed.includes(to)) return [`imports ${target}. ${from} may not import ${to}.`];
  if (featureOf(file) !== featureOf(target)) {
    if (INTERNAL.test(target.replace(/\.tsx?$/, '')))
      return [`imports ${target}. Only services cross between features.`];
    if (from === to && from === 'features') return [`imports ${target}. One feature may not import another.`];
  }
  return [];
}

/** @param {Tree} tree @param {string} file */
function layerOf(tree, file) {
  const isSame = (/** @type {string} */ other) => withoutExtension(other) === withoutExtension(file);
  if (tree.entries.some(isSame)) return ENTRY;
  if (tree.base.some(isSame)) return 'base';
  return withoutExtension(file.split('/')[0] ?? '');
}

/** The folder that is one feature: `users`, or `features/users` in the web app. @param {string} file */
function featureOf(file) {
  const parts = file.split('/');
  return parts[0] === 'features' ? parts.slice(0, 2).join('/') : parts[0];
}

/** @param {string} file */
function withoutExtension(file) {
  return file.replace(/\.(tsx?|json)$/, '');
}

/**
 * The files of the same tree that a source imports, by whatever kind of import.
 * @param {Tree} tree @param {string} file @param {ts.SourceFile} source @returns {string[]}
 */
function importedFiles(tree, file, source) {
  const { importedFiles: imports } = ts.preProcessFile(source.text, true, true);
  return imports.flatMap(({ fileName: specifier }) => {
    if (tree.alias && specifier.startsWith(tree.alias)) return [specifier.slice(tree.alias.length)];
    if (!specifier.startsWith('.')) return [];
    const target = posix.join(dirname(file), specifier);
    return target.startsWith('..') ? [] : [target];
  });
}

/** Whether a file does nothing but hand on what others export. @param {ts.SourceFile} source */
function isBarrel(source) {
  const { statements } = source;
  return (
    statements.some(ts.isExportDeclaration) &&
    statements.every((node) => ts.isImportDeclaration(node) || ts.isExportDeclaration(node))
  );
}

/** @param {ts.SourceFile} source */
function readsEnvironment(source) {
  let isFound = false;
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isPropertyAccessExpression(node) && node.name.text === BUILD_CONSTANT) return;
    isFound ||= ts.isPropertyAccessExpression(node) && node.getText() === 'process.env';
    if (!isFound) ts.forEachChild(node, visit);
  };
  visit(source);
  return isFound;
}

/** @param {string} folder @returns {string[]} */
function sourcesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}
