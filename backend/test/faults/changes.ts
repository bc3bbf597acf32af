import type { TokenPairDto } from '../../src/auth/auth.dto';
import { PASSWORD } from '../builders';
import type { Answer, World } from './world';

export const ADMIN = 'admin@example.com';

/** Something that a person does to sessions or people, and how one sees afterwards whether it was done wholly. */
export interface Change {
  readonly name: string;
  /** @returns whether it was acknowledged */
  make(): Promise<boolean>;
  /** @throws Error saying what is wrong, once everything runs again */
  check(isAcknowledged: boolean): Promise<void>;
}

const statusOf = (answer: Answer): number => answer?.status ?? 0;
const isDone = (answer: Answer, status: number): boolean => statusOf(answer) === status;

export async function signingIn(world: World, email: string): Promise<Change> {
  const [admin, other] = [await world.signIn(ADMIN), await world.signIn(email)];
  /** Both are written in one unit of work: the session, and when somebody last signed in. */
  const look = async () => {
    const sessions = await world.ask(1, 'GET', '/v1/me/sessions', { token: other.accessToken });
    const person = await world.ask(1, 'GET', `/v1/users/${other.user.id}`, { token: admin.accessToken });
    return { sessions: (sessions!.body.items as unknown[]).length, at: person!.body.lastLoginAt };
  };
  const before = await look();
  let tokens: TokenPairDto | undefined;
  return {
    name: 'sign-in',
    async make() {
      const answer = await world.ask(0, 'POST', '/v1/auth/login', { body: { email, password: PASSWORD } });
      if (isDone(answer, 200)) tokens = answer!.body as unknown as TokenPairDto;
      return tokens !== undefined;
    },
    async check(isAcknowledged) {
      const after = await look();
      const isThere = after.sessions === before.sessions + 1;
      if (!isThere && after.sessions !== before.sessions)
        throw new Error(`${after.sessions - before.sessions} sessions`);
      if (isThere !== (after.at !== before.at))
        throw new Error(`session: ${isThere}, last sign-in: ${String(after.at)}`);
      if (isAcknowledged && !isThere) throw new Error('an acknowledged sign-in was lost');
      if (tokens) await requireAlive(world, tokens);
    },
  };
}

/** A device that loses the answer still has the token before. */
export async function rotating(world: World, email: string): Promise<Change> {
  let tokens = await world.signIn(email);
  return {
    name: 'rotation',
    async make() {
      const answer = await world.refresh(tokens);
      if (isDone(answer, 200)) tokens = answer!.body as unknown as TokenPairDto;
      return isDone(answer, 200);
    },
    async check() {
      await requireAlive(world, tokens);
    },
  };
}

export async function signingOut(world: World, email: string, password?: string): Promise<Change> {
  const leaving = await world.signIn(email, password);
  return {
    name: 'sign-out',
    async make() {
      const { refreshToken } = leaving;
      return isDone(await world.ask(0, 'POST', '/v1/auth/logout', { body: { refreshToken } }), 204);
    },
    async check(isAcknowledged) {
      await requireAllOrNone(world, [leaving], isAcknowledged);
    },
  };
}

export async function signingOutEverywhere(world: World, email: string, password?: string): Promise<Change> {
  const devices = await signInTimes(world, email, 3, password);
  return {
    name: 'sign-out everywhere',
    async make() {
      const token = devices[0]!.accessToken;
      return isDone(await world.ask(0, 'POST', '/v1/auth/logout-all', { token }), 204);
    },
    async check(isAcknowledged) {
      await requireAllOrNone(world, devices, isAcknowledged);
    },
  };
}

/** @param passwords by address, where they are not {@link PASSWORD} any more */
export async function changingPassword(world: World, email: string, passwords: Map<string, string>): Promise<Change> {
  const old = passwords.get(email) ?? PASSWORD;
  const [here, ...others] = (await signInTimes(world, email, 3, old)) as [TokenPairDto, ...TokenPairDto[]];
  const fresh = `a wholly new phrase ${Math.random()}`;
  const canSignIn = async (password: string) =>
    isDone(await world.ask(0, 'POST', '/v1/auth/login', { body: { email, password } }), 200);
  return {
    name: 'password change',
    async make() {
      const body = { currentPassword: old, newPassword: fresh };
      return isDone(await world.ask(0, 'POST', '/v1/me/password', { token: here.accessToken, body }), 204);
    },
    async check(isAcknowledged) {
      const [isOld, isNew] = [await canSignIn(old), await canSignIn(fresh)];
      if (isOld === isNew) throw new Error(`old password ${isOld}, new password ${isNew}`);
      if (isAcknowledged && isOld) throw new Error('the acknowledged password was lost');
      if (isNew) passwords.set(email, fresh);
      await requireAllOrNone(world, others, isNew, true);
      if (!isDone(await world.refresh(here), 200)) throw new Error('the session that changed the password was ended');
    },
  };
}

export async function changingRole(
  world: World,
  email: string,
  userId: string,
  role: string,
  password?: string,
): Promise<Change> {
  const [admin, person] = [await world.signIn(ADMIN), await world.signIn(email, password)];
  const before = (await world.me(person))?.body.role;
  return {
    name: 'role change',
    async make() {
      const answer = await world.ask(0, 'PUT', `/v1/users/${userId}/role`, {
        token: admin.accessToken,
        body: { role },
      });
      return isDone(answer, 200);
    },
    async check(isAcknowledged) {
      const listed = (await world.ask(0, 'GET', `/v1/users/${userId}`, { token: admin.accessToken }))?.body.role;
      const own = (await world.me(person))?.body.role;
      if (listed !== own) throw new Error(`the administrator sees ${String(listed)}, the person is ${String(own)}`);
      if (isAcknowledged ? listed !== role : listed !== role && listed !== before) {
        throw new Error(`the role is ${String(listed)}, of ${String(before)} and ${role}`);
      }
    },
  };
}

async function signInTimes(world: World, email: string, count: number, password = PASSWORD): Promise<TokenPairDto[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => world.signIn(email, password, index)));
}

/** It serves and can be renewed, on every instance. */
async function requireAlive(world: World, tokens: TokenPairDto): Promise<void> {
  let newest = tokens;
  for (const index of [0, 1]) {
    const answer = await world.refresh(newest, index);
    if (!isDone(answer, 200)) throw new Error(`a session was ended wrongly: ${JSON.stringify(answer)}`);
    newest = answer!.body as unknown as TokenPairDto;
    if (!isDone(await world.me(newest, index), 200)) throw new Error('a new access token was refused');
  }
}

/** Sessions that one change ends: all of them are over, for both their tokens, or none is for any. */
async function requireAllOrNone(
  world: World,
  sessions: readonly TokenPairDto[],
  isAcknowledged: boolean,
  isKnown = false,
): Promise<void> {
  const statuses: number[] = [];
  for (const session of sessions) {
    statuses.push(statusOf(await world.me(session)), statusOf(await world.refresh(session, 1)));
  }
  const isOver = statuses.every((status) => status === 401);
  const isAlive = statuses.every((status) => status === 200);
  const isRight = isAcknowledged ? isOver : isAlive || (isOver && !isKnown);
  if (!isRight) throw new Error(`acknowledged: ${isAcknowledged}, answers: ${statuses.join(', ')}`);
}
