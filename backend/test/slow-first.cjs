const { default: Sequencer } = require('@jest/test-sequencer');

/** Minutes each: begun last, they would run on alone when everything else is done. The longest first. */
const SLOW = ['kill-cycles', 'one-second', 'rotation/decision', 'rotation/service', 'database-stopped', 'process'];

/** Jest's own order, which knows nothing on a machine that never ran these tests, with the slow ones in front. */
module.exports = class SlowFirst extends Sequencer {
  sort(tests) {
    const rankOf = ({ path }) => {
      const rank = SLOW.findIndex((part) => path.includes(`${part}.`));
      return rank < 0 ? SLOW.length : rank;
    };
    // An array is what it gives, not what it is called on.
    // oxlint-disable-next-line unicorn/no-array-sort
    return super.sort(tests).toSorted((a, b) => rankOf(a) - rankOf(b));
  }
};
