import { explore, type Exploration, report } from './explore';
import { IN_MEMORY } from './kinds';
import { MemoryWorld } from './memory-world';
import { MISTAKES } from './mistakes';
import { MUTANTS } from './mutants';
import { scheduleRange } from './settings';
import { PRODUCT, type Subject } from './subject';

const search = (subject: Subject, range: Pick<Exploration, 'from' | 'count' | 'makeModel'>) =>
  explore({
    kind: IN_MEMORY,
    ...range,
    makeWorld: ({ rules }) => new MemoryWorld(rules, subject),
    shrinkTries: 10_000,
  });

describe('the decision over a refresh token', () => {
  it('keeps every promise in every schedule', async () => {
    const finding = await search(PRODUCT, scheduleRange(100_000));
    if (finding) throw new Error(report(finding, 'rotation/decision'));
  }, 600_000);
});

describe('the explorer', () => {
  // Among the first of those that the product has to pass: what is missed here would be missed there.
  const range = { from: 1, count: 20_000 };

  it.each(Object.entries(MUTANTS))('finds a product that %s', async (_, defect) => {
    const finding = await search({ ...PRODUCT, ...defect }, range);
    expect(finding?.message).toEqual(expect.any(String));
    expect(finding?.schedule.events.length).toBeLessThanOrEqual(8);
  });

  it.each(Object.entries(MISTAKES))(
    'says "%s" although the model is mistaken as well',
    async (said, { defect, Model }) => {
      const makeModel: Exploration['makeModel'] = ({ rules }) => new Model(rules);
      const finding = await search({ ...PRODUCT, ...defect }, { ...range, makeModel });
      expect(finding?.message).toContain(said);
    },
  );
});
