import { DAY, type Kind, MINUTE, type Rules, SECOND } from './schedule';

/** The defaults of the product. */
export const DEFAULTS: Rules = {
  retryMs: 30 * SECOND,
  idleMs: 14 * DAY,
  absoluteMs: 30 * DAY,
  accessMs: 15 * MINUTE,
};

/** Sessions that get to their end within a few events. */
export const SHORT: Rules = { ...DEFAULTS, idleMs: 2 * DAY, absoluteMs: 3 * DAY };

/** The defaults most of the time, and the ends of what can be set. */
export const IN_MEMORY: Kind = {
  rules: [
    DEFAULTS,
    DEFAULTS,
    SHORT,
    { ...DEFAULTS, retryMs: 300 * SECOND },
    { ...DEFAULTS, retryMs: SECOND, idleMs: 5 * MINUTE, absoluteMs: 20 * MINUTE },
    { ...DEFAULTS, retryMs: 0 },
  ],
  instances: 3,
  maxEvents: 20,
};
