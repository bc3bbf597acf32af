import { randomInt } from 'node:crypto';
import { Passwords } from './auth/passwords';
import type { Config } from './config';
import type { Database, Tx } from './database/database';
import { isUniqueViolation, StartupError } from './database/errors';
import { uuidv7 } from './database/uuid';
import { Problem } from './http/problem';
import { searchKey } from './search-key';
import { SAMPLE_RESOURCES } from './sample-resources';
import { canonicalEmail } from './users/email';
import { insertUsers } from './users/user-rows';
import { ResourceEntity } from './resources/resource.entity';

export interface CreatedUser {
  email: string;
  role: 'ADMIN' | 'USER';
  /** Only when it was made up here; there is no other way to learn it. */
  password?: string;
}

const LOCAL_USERS = [
  { email: 'admin@latchkey.local', name: 'Alex Admin', role: 'ADMIN' },
  { email: 'demo@latchkey.local', name: 'Dana Demo', role: 'USER' },
] as const;

const LOCAL_HOSTS: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Makes who must be there to sign in for the first time: the administrator named by the settings, or on somebody's own
 * machine an administrator and a demo user with passwords made up for this database.
 * @param now milliseconds since the epoch
 * @throws StartupError when the settings do not fit
 */
export async function makeFirstUsers(database: Database, config: Config, now: number): Promise<CreatedUser[]> {
  if (config.adminEmail !== undefined || config.adminPassword !== undefined) {
    return makeAdministrator(database, config, now);
  }
  return LOCAL_HOSTS.has(new URL(config.webUrl).hostname) ? makeLocalUsers(database, config, now) : [];
}

async function makeAdministrator(database: Database, config: Config, now: number): Promise<CreatedUser[]> {
  if (await hasAny(database, "SELECT id FROM users WHERE role_key = 'ADMIN' AND disabled_at IS NULL LIMIT 1"))
    return [];
  const { email, password } = await checkAdministrator(config);
  if (await hasAny(database, 'SELECT id FROM users WHERE email = ?', email)) {
    throw new StartupError(
      'ADMIN_EMAIL is the address of a user who is no administrator. Set it to another address, or remove it.',
    );
  }
  const name = 'Administrator';
  const passwordHash = await new Passwords(config).hash(password);
  const isMade = await addUnlessThere(database, (tx) =>
    addUser(tx, { id: uuidv7(now), email, name, role: 'ADMIN', passwordHash, now }),
  );
  return isMade ? [{ email, role: 'ADMIN' }] : [];
}

/** @throws StartupError that names the setting, not its value */
async function checkAdministrator(config: Config): Promise<{ email: string; password: string }> {
  const { adminEmail, adminPassword } = config;
  if (adminEmail === undefined || adminPassword === undefined) {
    throw new StartupError('ADMIN_EMAIL and ADMIN_PASSWORD belong together. Set both, or neither.');
  }
  const email = canonicalEmail(adminEmail);
  if (email === null) throw new StartupError('ADMIN_EMAIL is no e-mail address. Write it like admin@example.com.');
  try {
    await new Passwords(config).checkPolicy(adminPassword, { email, name: '' }, 'ADMIN_PASSWORD');
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new StartupError(`ADMIN_PASSWORD will not do. ${error.extra.errors?.[0]?.message ?? 'Choose another one.'}`);
  }
  return { email, password: adminPassword };
}

/** Only in a database without any users, so never beside accounts of real people. */
async function makeLocalUsers(database: Database, config: Config, now: number): Promise<CreatedUser[]> {
  if (await hasAny(database, 'SELECT id FROM users LIMIT 1')) return [];
  const passwords = new Passwords(config);
  const users = await Promise.all(
    LOCAL_USERS.map(async ({ email, name, role }) => {
      const password = randomPassword();
      return { id: uuidv7(now), email, name, role, password, passwordHash: await passwords.hash(password), now };
    }),
  );
  const areMade = await addUnlessThere(database, async (tx) => {
    for (const user of users) {
      await addUser(tx, user);
      await addSamples(tx, user.id, user.role, now);
    }
  });
  return areMade ? users.map(({ email, password, role }) => ({ email, password, role })) : [];
}

/** Two instances may start at once; their addresses are unique, so one of them finds that it is too late. */
async function addUnlessThere(database: Database, add: (tx: Tx) => Promise<void>): Promise<boolean> {
  try {
    await database.write(add);
    return true;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return false;
  }
}

async function hasAny(database: Database, sql: string, ...parameters: string[]): Promise<boolean> {
  return (await database.query(sql, parameters)).length > 0;
}

interface NewUser {
  id: string;
  email: string;
  name: string;
  role: CreatedUser['role'];
  passwordHash: string;
  now: number;
}

async function addUser(tx: Tx, { id, email, name, role, passwordHash, now }: NewUser): Promise<void> {
  const columns = { passwordHash, passwordChangedAt: now, roleKey: role, createdAt: now };
  // Whoever sets up the application knows the address, and there may be no mail yet to prove it by.
  await insertUsers(tx, [{ id, email, name, ...columns, emailVerifiedAt: now }]);
}

/** So that the first screen has something to show, of one's own and of the other's. */
async function addSamples(tx: Tx, ownerId: string, role: CreatedUser['role'], now: number): Promise<void> {
  for (const [index, { title, body, visibility }] of SAMPLE_RESOURCES[role].entries()) {
    // A minute apart, for an order to be seen.
    const createdAt = now - (SAMPLE_RESOURCES[role].length - index) * 60_000;
    await tx.manager.insert(ResourceEntity, {
      id: uuidv7(createdAt),
      ownerId,
      title,
      titleKey: searchKey(title, 200),
      body,
      visibility,
      version: 1,
      createdAt,
      updatedAt: createdAt,
    });
  }
}

/** Without the letters and digits that look like another one. */
const PASSWORD_LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const PASSWORD_GROUPS = 5;
const PASSWORD_GROUP_LENGTH = 5;

/** Five groups of five, about 123 bits: to be copied, or typed if need be. */
export function randomPassword(): string {
  const letter = (): string => PASSWORD_LETTERS.charAt(randomInt(PASSWORD_LETTERS.length));
  const group = (): string => Array.from({ length: PASSWORD_GROUP_LENGTH }, letter).join('');
  return Array.from({ length: PASSWORD_GROUPS }, group).join('-');
}
