import { QueryFailedError } from 'typeorm';
import { DatabaseUnavailable, isConnectionLoss, isDatabaseUnavailable, isTransient, isUniqueViolation } from './errors';

function driverError(fields: object): Error {
  return Object.assign(new Error('from the driver'), fields);
}

/** As it comes from a raw query and as it comes through an entity. */
function bothWays(fields: object): Error[] {
  const error = driverError(fields);
  return [error, new QueryFailedError('SELECT 1', [], error)];
}

describe('an error of the database', () => {
  it.each([{ errcode: 2067 }, { errcode: 1555 }, { errno: 1062 }])('%j is a unique violation', (fields) => {
    expect(bothWays(fields).map(isUniqueViolation)).toEqual([true, true]);
  });

  it.each([{ errcode: 787 }, { errcode: 19 }, { errno: 1452 }, { errno: 1048 }, {}])(
    '%j is no unique violation',
    (fields) => {
      expect(bothWays(fields).map(isUniqueViolation)).toEqual([false, false]);
    },
  );

  it.each([{ errno: 1213 }, { errno: 1205 }, { errno: 1020 }, { errcode: 5 }, { errcode: 517 }, { errcode: 6 }])(
    '%j passes when tried again, and is a 503 when it does not',
    (fields) => {
      expect(bothWays(fields).map(isTransient)).toEqual([true, true]);
      expect(bothWays(fields).map(isDatabaseUnavailable)).toEqual([true, true]);
    },
  );

  it.each([
    { errno: -111, code: 'ECONNREFUSED' },
    { code: 'PROTOCOL_CONNECTION_LOST', fatal: true },
    { fatal: true },
    { errno: 1053 },
    { errno: 1040 },
    { errno: 1290 },
    { errno: 4031 },
  ])('%j means that another connection is needed', (fields) => {
    expect(bothWays(fields).map(isConnectionLoss)).toEqual([true, true]);
    expect(bothWays(fields).map(isTransient)).toEqual([false, false]);
    expect(bothWays(fields).map(isDatabaseUnavailable)).toEqual([true, true]);
  });

  it.each([{ errno: 1045, fatal: true }, { errno: 1064 }, { errno: 1406 }, { errcode: 1 }, { errcode: 8 }, {}])(
    '%j is nothing that waiting would mend',
    (fields) => {
      expect(bothWays(fields).map(isDatabaseUnavailable)).toEqual([false, false]);
    },
  );

  it('says that the database is away also when TypeORM wrapped that', () => {
    const error = new DatabaseUnavailable('away');

    expect(isDatabaseUnavailable(error)).toBe(true);
    expect(isDatabaseUnavailable(new QueryFailedError('SELECT 1', [], error))).toBe(true);
  });

  it.each([undefined, null, 'text', 1213, new Error('something else')])('is not seen in %p', (error) => {
    expect([isUniqueViolation, isTransient, isConnectionLoss, isDatabaseUnavailable].map((is) => is(error))).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});
