import { format, resolveConfig } from 'prettier';
import { ROOT } from './paths.mjs';

/**
 * What `GET /v1/access-matrix` answers.
 *
 * @typedef {object} AccessMatrix
 * @property {{ method: string, path: string, rule: string, sessionOnly: boolean, freshProof: boolean }[]} doors
 * @property {{ key: string, meaning: string, reaches: string[] }[]} permissions
 * @property {{ key: string, name: string, builtIn: boolean, grants: Record<string, string> }[]} roles
 * @typedef {import('./web-doors.mjs').WebDoor} WebDoor
 */

const INTRODUCTION = `# Access matrix: who may do what

Written by \`npm run generate\` from what the guards themselves read: a change to this file is a change to who may do what.
\`npm run check\` fails while it is out of date. Administrators see the same on the page _Access_, with the roles they made.

\`public\`: anybody, without a token too. \`signed-in\`: anybody whose session is live. \`role:ADMIN\`: this role alone. Everything
else is a permission, which a role holds for its own rows or for any.`;

/**
 * `docs/access-matrix.md`.
 *
 * @param {AccessMatrix} matrix
 * @param {WebDoor[]} webDoors
 * @returns {Promise<string>}
 */
export async function renderAccessMatrix({ doors, permissions, roles }, webDoors) {
  const rank = ranker(permissions.map(({ key }) => key));
  const builtIn = roles.filter((role) => role.builtIn);
  const apiRows = doors.map(({ rule, method, path, sessionOnly, freshProof }) => [
    rule,
    method,
    code(path),
    sessionOnly ? 'yes' : '',
    freshProof ? 'yes' : '',
  ]);
  const webRows = webDoors.map(({ rule, kind, at }) => [rule ?? '**none**', kind, code(at)]);
  const roleRows = permissions.map(({ key, meaning, reaches }) => [
    code(key),
    meaning,
    reaches.join(', '),
    ...builtIn.map(({ grants }) => grants[key] ?? ''),
  ]);
  const text = [
    INTRODUCTION,
    '## Doors of the API',
    '_Session only_: an API key must not come here, whatever its scopes. _Fresh proof_: takes a password given within the last 10 minutes.',
    table(['Rule', 'Method', 'Path', 'Session only', 'Fresh proof'], rank(apiRows)),
    '## Doors of the web app',
    'Files below `frontend/src`. The web app asks early, for comfort and as a second wall; the API decides.',
    table(['Rule', 'Kind', 'Door'], rank(webRows)),
    '## What the built-in roles hold',
    'As they come. `ADMIN` stays like this; `USER` and every other role can be changed.',
    table(['Permission', 'Meaning', 'Can be granted', ...builtIn.map(({ key }) => code(key))], roleRows),
  ].join('\n\n');
  const options = await resolveConfig(`${ROOT}/docs/access-matrix.md`);
  return format(text, { ...options, parser: 'markdown' });
}

/**
 * Rows in the order of their rules, the most open first; equal on every machine, whatever the order of its files.
 *
 * @param {string[]} permissions
 * @returns {(rows: string[][]) => string[][]}
 */
function ranker(permissions) {
  const order = ['**none**', 'public', 'signed-in', ...permissions];
  const place = (/** @type {string[]} */ [rule = '']) => (order.includes(rule) ? order.indexOf(rule) : order.length);
  const text = (/** @type {string[]} */ [rule, second, third]) => `${rule} ${third} ${second}`.replaceAll('`', '');
  return (rows) => {
    const sorted = rows.toSorted((a, b) => place(a) - place(b) || (text(a) < text(b) ? -1 : 1));
    return sorted.map(([rule = '', ...rest]) => [rule.startsWith('*') ? rule : code(rule), ...rest]);
  };
}

/** @param {string[]} head @param {string[][]} rows */
function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** @param {string} text */
function code(text) {
  return `\`${text}\``;
}
