import { randomUUID } from 'node:crypto';
import type { MadeApiKeyDto } from '../src/api-keys/api-keys.dto';
import type { TokenPairDto } from '../src/auth/auth.dto';
import { hashPassword } from '../src/auth/password-hash';
import { uuidv7 } from '../src/database/uuid';
import { insertUsers } from '../src/users/user-rows';
import type { TestApp } from './start-app';

export const PASSWORD = 'correct horse battery staple';
/** Hashed once a test file: it takes 30 ms. */
let passwordHash: Promise<string> | undefined;

export interface TestUser {
  id: string;
  email: string;
  name: string;
}

export interface UserTraits {
  email?: string;
  name?: string;
  role?: string;
  isDisabled?: boolean;
  isUnverified?: boolean;
  hasNoPassword?: boolean;
}

/** Puts a user with `PASSWORD` straight into the database: sign-up is another feature's business. */
export async function makeUser(
  { database, clock }: Pick<TestApp, 'database' | 'clock'>,
  traits: UserTraits = {},
): Promise<TestUser> {
  const now = clock.now();
  const id = uuidv7(now);
  const { email = `user-${randomUUID()}@example.com`, name = 'Ada Lovelace', role = 'USER' } = traits;
  passwordHash ??= hashPassword(PASSWORD);
  const hash = await passwordHash;
  const person = {
    id,
    email,
    name,
    passwordHash: traits.hasNoPassword ? null : hash,
    roleKey: role,
    emailVerifiedAt: traits.isUnverified ? null : now,
    disabledAt: traits.isDisabled ? now : null,
    createdAt: now,
  };
  await database.write((tx) => insertUsers(tx, [person]));
  return { id, email, name };
}

/** A role with these grants, as an administrator will make them. */
export async function makeRole(
  { database, clock }: TestApp,
  key: string,
  grants: Record<string, string>,
): Promise<string> {
  const now = clock.now();
  await database.execute(
    'INSERT INTO roles (`key`, name, built_in, grants, version, created_at, updated_at) VALUES (?, ?, ?, ?, 1, ?, ?)',
    [key, key, 0, JSON.stringify(grants), now, now],
  );
  return key;
}

/** Signs in through the front door. */
export async function signIn({ http }: TestApp, { email }: { email: string }): Promise<TokenPairDto> {
  const answer = await http.post('/v1/auth/login').send({ email, password: PASSWORD });
  if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status}: ${answer.text}`);
  return answer.body as TokenPairDto;
}

/** A new user who is signed in. */
export async function signedInUser(
  app: TestApp,
  traits: UserTraits = {},
): Promise<{ user: TestUser; tokens: TokenPairDto }> {
  const user = await makeUser(app, traits);
  return { user, tokens: await signIn(app, user) };
}

/** An API key of whoever is signed in, as what goes in the place of an access token. */
export async function makeKey(
  { http }: TestApp,
  owner: TokenPairDto,
  scopes: readonly string[],
  expiresInDays = 30,
): Promise<{ id: string; accessToken: string }> {
  const wanted = { name: 'script', scopes, expiresInDays };
  const answer = await http
    .post('/v1/me/api-keys')
    .set(...bearer(owner))
    .send(wanted);
  if (answer.status !== 201) throw new Error(`making a key answered ${answer.status}: ${answer.text}`);
  const { id, key } = answer.body as MadeApiKeyDto;
  return { id, accessToken: key };
}

export function bearer({ accessToken }: Pick<TokenPairDto, 'accessToken'>): [string, string] {
  return ['authorization', `Bearer ${accessToken}`];
}
