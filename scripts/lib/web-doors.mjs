import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import ts from 'typescript';
import { FRONTEND } from './paths.mjs';

/** @typedef {{ kind: string, at: string, rule: string | null }} WebDoor the `Door` of web-doors.ts */

const FINDER = join(FRONTEND, 'src/test-support/web-doors.ts');

/**
 * The doors of the web app, as its own test finds them: pages, route handlers and server actions.
 *
 * @param {string} root folder of the web app's sources
 * @returns {WebDoor[]}
 */
export function webDoors(root) {
  return finder().doorsIn(root);
}

/** Compiled here, because the oldest Node that we support cannot load TypeScript. @returns {{ doorsIn(root: string): WebDoor[] }} */
function finder() {
  const { outputText } = ts.transpileModule(readFileSync(FINDER, 'utf8'), {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
  });
  const found = { doorsIn: () => [] };
  // eslint-disable-next-line typescript/no-implied-eval -- it is our own file, and data: URLs cannot import packages
  new Function('require', 'exports', outputText)(createRequire(FINDER), found);
  return found;
}
