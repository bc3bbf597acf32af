import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { doorsIn } from '../src/test-support/web-doors';

import type { Visitor } from './visitor';

const FRONTEND = join(__dirname, '..');
const BUILT = join(FRONTEND, '.next');

/** What the sources declare. */
export const doors = doorsIn(join(FRONTEND, 'src'));
export const rules = new Map(doors.map(({ at, rule }) => [at, rule]));

/** A server action as it was built. */
export interface BuiltAction {
  id: string;
  /** As in the list of doors: the file below `src` and the name of the export. */
  at: string;
}

/** As `curl` would: the id is readable in any page, and the path does not matter. */
export function postAction(
  visitor: Visitor,
  id: string,
  headers: Record<string, string> = {},
  args: unknown[] = [null, {}],
) {
  return visitor.request('/sign-in', {
    method: 'POST',
    headers: { 'next-action': id, accept: 'text/x-component', 'content-type': 'text/plain;charset=UTF-8', ...headers },
    body: JSON.stringify(args),
  });
}

export function builtActions(): BuiltAction[] {
  const { node } = readBuilt('server/server-reference-manifest.json') as {
    node: Record<string, { filename: string; exportedName: string }>;
  };
  return Object.entries(node).map(([id, { filename, exportedName }]) => ({
    id,
    at: `${filename.slice(filename.indexOf('src/') + 4)} ${exportedName}`,
  }));
}

export function readBuilt(file: string): unknown {
  return JSON.parse(readFileSync(join(BUILT, file), 'utf8'));
}
