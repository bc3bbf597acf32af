import type { TokenPairDto } from '../src/auth/auth.dto';
import { Doors, type Door } from '../src/access/doors';
import {
  ADMIN_GRANTS,
  ALL_PERMISSIONS,
  type Grants,
  grantsWithin,
  PERMISSIONS,
  SCOPES,
  USER_GRANTS,
} from '../src/access/permissions';
import { bearer, makeKey, makeRole, signedInUser } from './builders';
import { requestsOf } from './requests';
import type { TestApp } from './start-app';

/** An id that nothing has. */
export const NOBODY = '01890000-0000-7000-8000-000000000000';

/** Whoever knocks. */
export interface Visitor {
  readonly name: string;
  /** None when nobody knows them. */
  readonly tokens?: TokenPairDto;
  /** Whether the session has ended, for whatever reason. */
  readonly isOver?: boolean;
  /** Whether they come with an API key; its grants are what is left of the owner's. */
  readonly isKey?: boolean;
  /** Whether it is long ago that they proved who they are. */
  readonly isStale?: boolean;
  readonly role?: string;
  readonly grants: Grants;
}

export type Answer =
  | '401 authentication_required'
  | '401 invalid_token'
  | '403 permission_denied'
  | '403 reauthentication_required'
  | 'not refused'
  | 'another answer';

/** What is answered to whom: door, then visitor. */
export type Matrix = ReadonlyMap<string, ReadonlyMap<string, Answer>>;

/** Doors that end the sessions of whoever comes: there somebody else of the same role knocks. */
const ENDS_SESSION: ReadonlySet<string> = new Set(['POST /v1/auth/logout', 'POST /v1/auth/logout-all']);

export const nameOf = ({ method, path }: Pick<Door, 'method' | 'path'>) => `${method} ${path}`;

export function doorsOf({ app }: TestApp): readonly Door[] {
  return app.get(Doors).list();
}

/** The address of a door, for things that are not there. */
export function addressOf(path: string): string {
  return path
    .replace(/:key\b/, 'NO_SUCH')
    .replace(/:provider\b/, 'oidc')
    .replace(/:[a-z]+/gi, NOBODY);
}

/** Everybody who may knock: one for each permission and reach that can be granted, and those who are somebody else. */
export async function makeVisitors(api: TestApp): Promise<Visitor[]> {
  const single = ALL_PERMISSIONS.flatMap((permission) =>
    PERMISSIONS[permission].reaches.map((reach) => ({
      name: `${permission} ${reach}`,
      grants: { [permission]: reach } satisfies Grants,
    })),
  );
  const custom = [...single, { name: 'nothing', grants: {} }, { name: 'everything', grants: ADMIN_GRANTS }];
  const roles = [
    { role: 'USER', name: 'USER', grants: USER_GRANTS },
    { role: 'ADMIN', name: 'ADMIN', grants: ADMIN_GRANTS },
    ...(await Promise.all(custom.map(async (each) => ({ ...each, role: await makeRoleNamed(api, each) })))),
  ];
  const visitors: Visitor[] = [{ name: 'anonymous', grants: {} }];
  for (const each of roles) {
    const { tokens } = await signedInUser(api, { role: each.role });
    visitors.push({ ...each, tokens });
  }
  const others = [await stalePerson(api), await disabledPerson(api), await signedOutPerson(api)];
  return [...visitors, ...others, ...(await keysOf(api))];
}

function makeRoleNamed(api: TestApp, { name, grants }: { name: string; grants: Grants }): Promise<string> {
  return makeRole(api, name.toUpperCase().replace(/\W/g, '_'), grants);
}

/** An API key of each scope, one of all, one of somebody who lost what it was made for, and those that are over. */
async function keysOf(api: TestApp): Promise<Visitor[]> {
  const { user, tokens } = await signedInUser(api, { role: 'ADMIN' });
  const ofAdmin = async (name: string, scopes: readonly string[]): Promise<Visitor> => {
    const { accessToken } = await makeKey(api, tokens, scopes);
    return {
      name,
      tokens: { ...tokens, accessToken },
      isKey: true,
      role: 'ADMIN',
      grants: grantsWithin(ADMIN_GRANTS, scopes),
    };
  };
  const keys = await Promise.all(SCOPES.map((scope) => ofAdmin(`key ${scope}`, [scope])));
  const all = await ofAdmin('key of all scopes', SCOPES);
  const revoked = await makeKey(api, tokens, SCOPES);
  await requestsOf(api, tokens).delete(`/v1/me/api-keys/${revoked.id}`).expect(204);
  const over = (name: string, accessToken: string) => ({
    ...all,
    name,
    tokens: { ...tokens, accessToken },
    isOver: true,
  });
  const [lessNow, disabled] = [await signedInUser(api, { role: 'ADMIN' }), await signedInUser(api, { role: 'ADMIN' })];
  const keyOfLess = await makeKey(api, lessNow.tokens, SCOPES);
  const keyOfDisabled = await makeKey(api, disabled.tokens, SCOPES);
  const admin = requestsOf(api, (await signedInUser(api, { role: 'ADMIN' })).tokens);
  await admin.put(`/v1/users/${lessNow.user.id}/role`, { role: 'USER' }).expect(200);
  await admin.patch(`/v1/users/${disabled.user.id}`, { disabled: true }).expect(200);
  const expired = await makeKey(api, tokens, SCOPES);
  await api.database.execute('UPDATE api_keys SET expires_at = 1 WHERE user_id = ? AND id = ?', [user.id, expired.id]);
  return [
    ...keys,
    all,
    over('key that was revoked', revoked.accessToken),
    over('key that expired', expired.accessToken),
    over('key of somebody disabled', keyOfDisabled.accessToken),
    {
      ...all,
      name: 'key of somebody who may less now',
      tokens: { ...tokens, accessToken: keyOfLess.accessToken },
      role: 'USER',
      grants: grantsWithin(USER_GRANTS, SCOPES),
    },
  ];
}

/** An administrator whose proof of identity is older than what asks for a fresh one takes. */
async function stalePerson(api: TestApp): Promise<Visitor> {
  const { user, tokens } = await signedInUser(api, { role: 'ADMIN' });
  const longAgo = api.clock.now() - 11 * 60_000;
  await api.database.execute('UPDATE sessions SET authenticated_at = ? WHERE user_id = ?', [longAgo, user.id]);
  return { name: 'stale', tokens, isStale: true, role: 'ADMIN', grants: ADMIN_GRANTS };
}

/** An administrator whom another one disabled: what they hold must not matter any more. */
async function disabledPerson(api: TestApp): Promise<Visitor> {
  const { user, tokens } = await signedInUser(api, { role: 'ADMIN' });
  const admin = await signedInUser(api, { role: 'ADMIN' });
  await requestsOf(api, admin.tokens).patch(`/v1/users/${user.id}`, { disabled: true }).expect(200);
  return { name: 'disabled', tokens, isOver: true, role: 'ADMIN', grants: ADMIN_GRANTS };
}

async function signedOutPerson(api: TestApp): Promise<Visitor> {
  const { tokens } = await signedInUser(api, { role: 'ADMIN' });
  await requestsOf(api, tokens).post('/v1/auth/logout').expect(204);
  return { name: 'signed out', tokens, isOver: true, role: 'ADMIN', grants: ADMIN_GRANTS };
}

/** What the rule says, read a second time and not by the guard. */
export function answerByRule(
  { rule, isSessionOnly, needsFreshProof }: Pick<Door, 'rule' | 'isSessionOnly' | 'needsFreshProof'>,
  { tokens, isKey, isOver, isStale, role, grants }: Visitor,
): Answer {
  if (rule.kind === 'public') return 'not refused';
  if (!tokens) return '401 authentication_required';
  if (isOver) return '401 invalid_token';
  if (isKey && isSessionOnly) return '403 permission_denied';
  if (rule.kind === 'permission' && !Object.hasOwn(grants, rule.permission)) return '403 permission_denied';
  if (rule.kind === 'role' && role !== rule.role) return '403 permission_denied';
  if (needsFreshProof && isStale) return '403 reauthentication_required';
  return 'not refused';
}

/** The whole matrix by what the doors declare. */
export function matrixByRules(doors: readonly Door[], visitors: readonly Visitor[]): Matrix {
  return new Map(
    doors.map((door) => [
      nameOf(door),
      new Map(visitors.map((visitor) => [visitor.name, answerByRule(door, visitor)])),
    ]),
  );
}

/** The whole matrix by knocking at every door as everybody. */
export async function matrixByKnocking(
  api: TestApp,
  doors: readonly Door[],
  visitors: readonly Visitor[],
): Promise<Matrix> {
  const matrix = new Map<string, ReadonlyMap<string, Answer>>();
  for (const door of doors) {
    const answers = new Map<string, Answer>();
    for (const visitor of visitors) answers.set(visitor.name, await knock(api, door, visitor));
    matrix.set(nameOf(door), answers);
  }
  return matrix;
}

async function knock(api: TestApp, door: Door, { tokens, isKey, isOver, role }: Visitor): Promise<Answer> {
  const isLast = role !== undefined && !isOver && !isKey && ENDS_SESSION.has(nameOf(door));
  const sent = isLast ? (await signedInUser(api, { role })).tokens : tokens;
  const request = api.http[door.method.toLowerCase() as 'get'](addressOf(door.path));
  if (sent) void request.set(...bearer(sent));
  const { status, body } = await request.send(['POST', 'PATCH', 'PUT'].includes(door.method) ? {} : undefined);
  if (![401, 403].includes(status)) return status < 500 ? 'not refused' : 'another answer';
  const answer = `${status} ${(body as { code: string }).code}`;
  return isRefusal(answer) ? answer : 'another answer';
}

function isRefusal(answer: string): answer is Answer {
  const refusals = ['401 authentication_required', '401 invalid_token', '403 permission_denied'];
  return [...refusals, '403 reauthentication_required'].includes(answer);
}

/** The cells in which two matrices differ, a line each. */
export function differingCells(expected: Matrix, actual: Matrix): string[] {
  return [...expected].flatMap(([door, answers]) =>
    [...answers].flatMap(([visitor, answer]) => {
      const other = actual.get(door)?.get(visitor);
      return other === answer ? [] : [`${door} as ${visitor}: ${answer} by the rule, ${other ?? 'nothing'} in truth`];
    }),
  );
}
