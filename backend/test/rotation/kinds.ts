import { DAY, type Kind, MINUTE, type Rules, SECOND } from './schedule';

/** The defaults of the product. */
export const DEFAULTS: Rules = {
  retryMs: 30 * SECOND,
  idleMs: 14 * DAY,
  absoluteMs: 30 * DAY,
  accessMs: 15 * MINUTE,
};

/** The defaults most of the time, and the ends of what can be set. */
export const IN_MEMORY: Kind = {
  rules: [
    DEFAULTS,
    DEFAULTS,
    { ...DEFAULTS, idleMs: 2 * DAY, absoluteMs: 3 * DAY },
    { ...DEFAULTS, retryMs: 300 * SECOND },
    { ...DEFAULTS, retryMs: SECOND, idleMs: 5 * MINUTE, absoluteMs: 20 * MINUTE },
    { ...DEFAULTS, retryMs: 0 },
  ],
  instances: 3,
  maxEvents: 20,
};
