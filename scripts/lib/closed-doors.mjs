import { Refusal } from './output.mjs';

/** What to add, by the kind of the door. */
const MENDING = {
  page: "begin it with `const session = await requireSession({ requires: '…' })`, or list it as public in web-doors.ts",
  'route handler': "begin it with `await requireSession({ requires: '…' })`, or list it as public in web-doors.ts",
  'server action': "make it with `authorizedAction({ requires: '…', input: … }, …)` in a file with 'use server'",
};

/**
 * Nothing is built while a door of the web app does not say who may pass.
 *
 * @param {import('./web-doors.mjs').WebDoor[]} doors
 * @throws {Refusal} naming each such door and what to add
 */
export function requireRules(doors) {
  const undeclared = doors.filter(({ rule }) => rule === null);
  if (undeclared.length === 0) return;
  const lines = undeclared.map(({ kind, at }) => {
    return `- ${kind} ${at}: ${MENDING[/** @type {keyof typeof MENDING} */ (kind)]}.`;
  });
  throw new Refusal(`Doors without a rule stay closed, so the web app is not built:\n${lines.join('\n')}`);
}
