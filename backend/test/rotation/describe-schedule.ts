import { type Act, type Event, NAMES, type Schedule } from './schedule';
import type { Answer, Step } from './world';

/** A schedule to read, a line an event. */
export function describeSchedule({ rules, skews, events }: Schedule): string {
  const settings = Object.entries(rules).map(([rule, ms]) => `${rule.replace('Ms', '')} ${ms} ms`);
  const clocks = skews.map((ms) => `${ms} ms`).join(', ');
  const lines = events.map((event, index) => `${String(index + 1).padStart(4)}. ${describeEvent(event)}`);
  return [`     ${settings.join(', ')}; clocks ahead by ${clocks}`, ...lines].join('\n');
}

/** What was sent at the same time, and the answers: a generation, or how it was refused. */
export function describeExchange(steps: readonly Step[], answers: readonly Answer[]): string {
  const calls = steps.map(
    ({ deed, session, generation, now }, index) =>
      `${deed}(session ${session}, generation ${generation}, at ${now}): ${answers[index]}`,
  );
  return `      ${calls.join(' | ')}`;
}

function describeEvent(event: Event): string {
  switch (event.happens) {
    case 'wait':
      return `${event.ms} ms go by`;
    case 'wait for':
      return `time goes by until ${event.ms} ms after the ${event.edge} of the ${NAMES[event.who]}'s session`;
    case 'theft':
      return `the thief copies what the ${NAMES[event.from]} holds`;
    case 'sign in':
      return `the ${NAMES[event.who]} signs in on instance ${event.on}`;
    case 'acts':
      return (
        event.acts.map(describeAct).join('\n      | ') +
        (event.acts.length > 1 ? `\n      (mixed by ${event.order})` : '')
      );
  }
}

function describeAct({ deed, who, back, on, isLost, isMarked }: Act): string {
  const tokens = back === 0 ? 'newest pair' : `pair ${back} before the newest`;
  const marks = [...(isMarked && deed === 'request' ? ['unconfirmed'] : []), ...(isLost ? ['answer lost'] : [])];
  return `${NAMES[who]}: ${deed} with the ${tokens} on instance ${on}${marks.map((mark) => `, ${mark}`).join('')}`;
}
