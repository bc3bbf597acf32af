import { METHODS } from 'node:http';
import { AccessGuard } from '../src/access/access.guard';
import type { Door } from '../src/access/doors';
import { ALL_PERMISSIONS, SCOPES, USER_GRANTS } from '../src/access/permissions';
import { type Rule, ruleName } from '../src/access/rules';
import {
  addressOf,
  answerByRule,
  differingCells,
  doorsOf,
  makeVisitors,
  type Matrix,
  matrixByKnocking,
  matrixByRules,
  nameOf,
  type Visitor,
} from './access-cells';
import { signedInUser } from './builders';
import { disguisesOf, type RawAnswer, type RawRequest, rawRequestsOf } from './raw-requests';
import { startApp, type TestApp } from './start-app';

describe('the access matrix', () => {
  let api: TestApp;
  let visitors: Visitor[];
  let truth: Matrix;

  beforeAll(async () => {
    api = await startApp();
    visitors = await makeVisitors(api);
    truth = await matrixByKnocking(api, doorsOf(api), visitors);
  }, 120_000);
  afterAll(() => api.close());

  it('holds cell by cell: every door answers everybody as its rule says', () => {
    expect(truth.size).toBe(doorsOf(api).length);
    expect(differingCells(matrixByRules(doorsOf(api), visitors), truth)).toEqual([]);
  });

  it('has somebody for every permission and reach, who is let through where it is asked for', () => {
    const asked = doorsOf(api).flatMap(({ rule }) => (rule.kind === 'permission' ? [rule.permission] : []));
    for (const permission of new Set(asked)) {
      const holders = visitors.filter(({ name }) => name.startsWith(`${permission} `));
      const doors = doorsOf(api).filter(({ rule }) => ruleName(rule) === permission);
      expect([permission, holders.length > 0]).toEqual([permission, true]);
      for (const door of doors) {
        for (const { name } of holders) expect(truth.get(nameOf(door))?.get(name)).toBe('not refused');
      }
    }
  });

  it('would differ if any door asked for anything else than it declares', () => {
    const rules: Rule[] = [
      { kind: 'public' },
      { kind: 'signed-in' },
      { kind: 'role', role: 'ADMIN' },
      ...ALL_PERMISSIONS.map((permission): Rule => ({ kind: 'permission', permission })),
    ];
    for (const door of doorsOf(api)) {
      for (const rule of rules.filter((other) => ruleName(other) !== ruleName(door.rule))) {
        const cells = differingCells(matrixByRules([{ ...door, rule }], visitors), truth);
        expect([nameOf(door), ruleName(rule), cells.length > 0]).toEqual([nameOf(door), ruleName(rule), true]);
      }
    }
  });

  it('would differ if any door asked for a fresh proof and did not say so, or the other way round', () => {
    for (const door of doorsOf(api).filter(({ rule }) => rule.kind !== 'public')) {
      const other = { ...door, needsFreshProof: !door.needsFreshProof };
      const cells = differingCells(matrixByRules([other], visitors), truth);
      expect([nameOf(door), cells.map((cell) => cell.includes(' as stale: '))]).toEqual([nameOf(door), [true]]);
    }
  });

  it('would differ if any door took keys and did not say so, or the other way round', () => {
    for (const door of doorsOf(api).filter(({ rule }) => rule.kind !== 'public' && rule.kind !== 'role')) {
      const other = { ...door, isSessionOnly: !door.isSessionOnly };
      const cells = differingCells(matrixByRules([other], visitors), truth);
      const isSeen = cells.some((cell) => cell.includes(' as key '));
      // Where no key could hold the permission, the door says so twice.
      const isNoScope = door.rule.kind === 'permission' && !SCOPES.includes(door.rule.permission);
      expect([nameOf(door), isSeen]).toEqual([nameOf(door), !isNoScope]);
    }
  });

  it('has as scopes of keys exactly the permissions that a door which takes keys asks for', () => {
    const taking = doorsOf(api).flatMap(({ rule, isSessionOnly }) =>
      rule.kind === 'permission' && !isSessionOnly ? [rule.permission] : [],
    );
    expect(new Set(taking)).toEqual(new Set(SCOPES));
  });

  it('would differ if the guard let everybody through', async () => {
    const guard = jest.spyOn(AccessGuard.prototype, 'canActivate').mockReturnValue(true);
    const some = visitors.filter(({ name }) => ['anonymous', 'nothing'].includes(name));
    const guarded = doorsOf(api).filter(({ rule }) => rule.kind === 'role');
    const cells = differingCells(matrixByRules(guarded, some), await matrixByKnocking(api, guarded, some));
    guard.mockRestore();
    expect(cells).toHaveLength(guarded.length);
    expect(cells[0]).toMatch(/ as nothing: 403 permission_denied by the rule, not refused in truth$/);
  });
});

describe('no disguise of a request', () => {
  let api: TestApp;
  let visitors: Visitor[];

  beforeAll(async () => {
    api = await startApp();
    const { tokens } = await signedInUser(api);
    visitors = [
      { name: 'anonymous', grants: {} },
      { name: 'USER', role: 'USER', grants: USER_GRANTS, tokens },
    ];
  });
  afterAll(() => api.close());

  const closedTo = (visitor: Visitor) => doorsOf(api).filter((door) => answerByRule(door, visitor) !== 'not refused');

  /** Sends what `requestsTo` makes of each door that is closed, and gives the answers that are no refusal. */
  async function passing(requestsTo: (door: Door, address: string, visitor: Visitor) => RawRequest[]) {
    const passed: string[] = [];
    let count = 0;
    for (const visitor of visitors) {
      const { send, close } = rawRequestsOf(api, visitor.tokens);
      for (const door of closedTo(visitor)) {
        for (const request of requestsTo(door, addressOf(door.path), visitor)) {
          const { status } = await send(request);
          count += 1;
          if (status < 400 || status >= 500) passed.push(`${visitor.name}: ${describeRequest(request)} ${status}`);
        }
      }
      close();
    }
    expect(count).toBeGreaterThan(visitors.length * 10);
    return passed;
  }

  it('gets anybody past a guarded door by another spelling of its path', async () => {
    const passed = await passing(({ method }, address) =>
      disguisesOf(address).map((target) => ({ method, target, headers: { 'content-length': '0' } })),
    );
    expect(passed).toEqual([]);
  }, 60_000);

  it('gets anybody past a guarded door by another method', async () => {
    // CONNECT has no answer: Node ends the connection.
    const methods = [...METHODS.filter((method) => method !== 'CONNECT'), 'QUERY', 'NONSENSE', 'get', 'GETX'];
    const passed = await passing(({ path }, target, visitor) => {
      const open = new Set(methodsOpenTo(visitor, path));
      return methods.filter((method) => !open.has(method)).map((method) => ({ method, target }));
    });
    expect(passed).toEqual([]);
  }, 60_000);

  it('gets anybody past a guarded door by a header that names another method or address', async () => {
    const passed = await passing(({ method }, target) =>
      [...methodOverrides('GET'), ...methodOverrides('OPTIONS'), ...addressOverrides('/health/live')].map(
        (headers) => ({ method, target, headers }),
      ),
    );
    expect(passed).toEqual([]);
  });

  it('turns a request to an open door into one to a guarded door', async () => {
    const { send, close } = rawRequestsOf(api);
    const open = { method: 'GET', target: '/health/live' };
    const plain = await send(open);
    expect(plain.status).toBe(200);
    for (const { method, path } of doorsOf(api).filter(({ rule }) => rule.kind !== 'public')) {
      for (const headers of [...methodOverrides(method), ...addressOverrides(addressOf(path))]) {
        expect([headers, await send({ ...open, headers })]).toEqual([headers, plain]);
      }
    }
    close();
  });

  it('is needed by somebody who may: the same requests without one pass', async () => {
    const admin = (await signedInUser(api, { role: 'ADMIN' })).tokens;
    const { send, close } = rawRequestsOf(api, admin);
    const statuses = new Map<string, RawAnswer['status']>();
    for (const { method, path } of doorsOf(api).filter((door) => door.method === 'GET' && !door.path.includes(':'))) {
      statuses.set(path, (await send({ method, target: path })).status);
    }
    close();
    expect([...statuses].filter(([, status]) => status !== 200)).toEqual([]);
    expect(statuses.get('/v1/users')).toBe(200);
  });

  function methodsOpenTo(visitor: Visitor, path: string): string[] {
    const open = doorsOf(api).filter((door) => door.path === path && answerByRule(door, visitor) === 'not refused');
    return open.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  }
});

const describeRequest = ({ method, target, headers }: RawRequest) =>
  `${method} ${target}${headers ? ` ${JSON.stringify(headers)}` : ''}`;

const methodOverrides = (method: string): Record<string, string>[] =>
  ['x-http-method-override', 'x-http-method', 'x-method-override'].map((name) => ({ [name]: method }));

const addressOverrides = (path: string): Record<string, string>[] =>
  ['x-original-url', 'x-rewrite-url', 'x-original-uri', 'x-forwarded-uri', 'x-forwarded-prefix'].map((name) => ({
    [name]: path,
  }));
