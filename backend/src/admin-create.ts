import 'reflect-metadata';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { ADMIN_ROLE } from './access/permissions';
import type { AuditLog } from './audit/audit-log';
import { byCommand, recording } from './audit/by-command';
import { Passwords } from './auth/passwords';
import { Clock } from './clock';
import { type Config, loadConfig } from './config';
import { Database } from './database/database';
import { uuidv7 } from './database/uuid';
import { ENTITIES } from './entities';
import { Problem } from './http/problem';
import { run } from './run';
import { OperatorError } from './settings';
import { canonicalEmail } from './users/email';
import { insertUsers } from './users/user-rows';

interface Wish {
  email: string;
  name: string;
  mayPromote: boolean;
}

interface Found {
  id: string;
  role: string;
  isActive: number;
}

/**
 * `node dist/admin-create.js --email <address> [--name <name>] [--promote]`: makes an administrator, with the password from
 * standard input; with `--promote` of somebody who is there already. The API may run meanwhile, but not on an embedded database.
 */
run(async () => {
  const wish = readWish();
  const config = loadConfig();
  const database = await Database.open({ url: config.databaseUrl, entities: ENTITIES });
  const clock = new Clock();
  const said = await recording(database, clock, (audit) =>
    createAdministrator({ wish, config, clock, database, audit }),
  );
  process.stdout.write(`${said}\n`);
});

function readWish(): Wish {
  const { email, name, promote: mayPromote = false } = parseOptions();
  const canonical = canonicalEmail(email ?? '');
  if (canonical === null) throw new OperatorError('Say who it is: npm run admin:create -- --email ada@example.com');
  return { email: canonical, name: name?.trim() || 'Administrator', mayPromote };
}

function parseOptions() {
  try {
    const options = { email: { type: 'string' }, name: { type: 'string' }, promote: { type: 'boolean' } } as const;
    return parseArgs({ options }).values;
  } catch (error) {
    throw new OperatorError(`${(error as Error).message} There are --email, --name and --promote.`);
  }
}

interface Scene {
  wish: Wish;
  config: Config;
  clock: Clock;
  database: Database;
  audit: AuditLog;
}

async function createAdministrator(scene: Scene): Promise<string> {
  const { wish, database } = scene;
  const [found] = await database.query<Found>(
    `SELECT id, role_key AS role, CASE WHEN disabled_at IS NULL AND email_verified_at IS NOT NULL THEN 1 ELSE 0 END AS isActive
     FROM users WHERE email = ?`,
    [wish.email],
  );
  if (found) return promote(scene, found);
  const { config, clock, audit } = scene;
  const passwordHash = await hashOf(config, wish);
  const now = clock.now();
  const person = { id: uuidv7(now), email: wish.email, name: wish.name, roleKey: ADMIN_ROLE, createdAt: now };
  await database.write(async (tx) => {
    // Whoever runs this command answers for the address.
    await insertUsers(tx, [{ ...person, passwordHash, passwordChangedAt: now, emailVerifiedAt: now }]);
    const after = { email: wish.email, name: wish.name, role: ADMIN_ROLE };
    await audit.record(tx, {
      by: byCommand('npm run admin:create'),
      action: 'user.create',
      subject: { kind: 'user', id: person.id },
      after,
    });
  });
  return `${wish.email} is an administrator now.`;
}

async function promote({ wish, clock, database, audit }: Scene, { id, role, isActive }: Found): Promise<string> {
  if (role === ADMIN_ROLE) return `${wish.email} is an administrator already. Nothing was changed.`;
  if (!wish.mayPromote) {
    throw new OperatorError(
      `${wish.email} has an account. Add --promote to make its owner an administrator; the password stays.`,
    );
  }
  if (isActive !== 1) throw new OperatorError(`${wish.email} is disabled or not confirmed. Mend that first.`);
  await database.write(async (tx) => {
    await tx.execute('UPDATE users SET role_key = ?, version = version + 1, updated_at = ? WHERE id = ?', [
      ADMIN_ROLE,
      clock.now(),
      id,
    ]);
    const states = { before: { role }, after: { role: ADMIN_ROLE } };
    await audit.record(tx, {
      by: byCommand('npm run admin:create'),
      action: 'user.set-role',
      subject: { kind: 'user', id },
      ...states,
    });
  });
  return `${wish.email} is an administrator now, within a second everywhere.`;
}

async function hashOf(config: Config, { email, name }: Wish): Promise<string> {
  const password = (await text(process.stdin)).replace(/\r?\n$/, '');
  if (password === '') throw new OperatorError('Give a password on standard input.');
  const passwords = new Passwords(config);
  try {
    await passwords.checkPolicy(password, { email, name }, 'password');
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new OperatorError(`The password will not do. ${error.extra.errors?.[0]?.message ?? 'Choose another one.'}`);
  }
  return passwords.hash(password);
}
