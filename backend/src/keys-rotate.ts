import 'reflect-metadata';
import { parseArgs } from 'node:util';
import type { AuditLog } from './audit/audit-log';
import { byCommand, recording } from './audit/by-command';
import { Clock } from './clock';
import { loadConfig } from './config';
import { Database } from './database/database';
import { databaseNow } from './database/database-now';
import { isUniqueViolation } from './database/errors';
import { ENTITIES } from './entities';
import { run } from './run';
import { OperatorError } from './settings';
import { addGeneration, JWKS_MAX_AGE_SECONDS } from './tokens/key-generations';
import { signingKeyFrom } from './tokens/signing-key';

interface Wish {
  waitMs: number;
  isAtOnce: boolean;
}

/** Until every instance has noticed, and what it published a moment before is forgotten everywhere. */
const DEFAULT_WAIT_SECONDS = JWKS_MAX_AGE_SECONDS + 60;
const MAX_WAIT_SECONDS = 86_400;

/**
 * `node dist/keys-rotate.js [--wait <seconds> | --at-once]`: publishes the next key of access tokens, which signs after the
 * wait; at once for a key that leaked, and then the keys before are dropped. The API may run meanwhile, on any database.
 * @see docs/decisions/0036-signing-keys-by-generation.md
 */
run(async () => {
  const wish = readWish();
  const { databaseUrl, appSecret } = loadConfig();
  const database = await Database.openBeside({ url: databaseUrl, entities: ENTITIES });
  const said = await recording(database, new Clock(), (audit) => rotate(wish, appSecret, database, audit));
  process.stdout.write(`${said}\n`);
});

function readWish(): Wish {
  const { wait, 'at-once': isAtOnce = false } = parseOptions();
  if (isAtOnce && wait !== undefined) throw new OperatorError('Give --wait or --at-once, not both.');
  const seconds = wait === undefined ? DEFAULT_WAIT_SECONDS : Number(/^\d{1,5}$/.exec(wait)?.[0] ?? Number.NaN);
  if (!(seconds <= MAX_WAIT_SECONDS))
    throw new OperatorError(
      `--wait takes whole seconds, 0 to ${MAX_WAIT_SECONDS}; ${DEFAULT_WAIT_SECONDS} without it.`,
    );
  return { waitMs: isAtOnce ? 0 : seconds * 1000, isAtOnce };
}

function parseOptions() {
  try {
    return parseArgs({ options: { wait: { type: 'string' }, 'at-once': { type: 'boolean' } } }).values;
  } catch (error) {
    throw new OperatorError(`${(error as Error).message} There are --wait and --at-once.`);
  }
}

async function rotate(wish: Wish, appSecret: string, database: Database, audit: AuditLog): Promise<string> {
  const now = await nowOf(database);
  const signsFrom = now + wish.waitMs;
  const outcome = await database
    .write(async (tx) => {
      const made = await addGeneration(tx, { now, signsFrom, dropsOthers: wish.isAtOnce });
      if ('pending' in made) return made;
      const { kid } = signingKeyFrom(appSecret, made.added);
      const after = { kid, signsFrom: new Date(signsFrom).toISOString(), dropsOthers: wish.isAtOnce };
      const subject = { kind: 'signing-key' as const, id: String(made.added) };
      await audit.record(tx, { by: byCommand('npm run keys:rotate'), action: 'signing-key.rotate', subject, after });
      return { ...made, kid };
    })
    .catch((error: unknown) => {
      if (isUniqueViolation(error))
        throw new OperatorError('Somebody else rotated the key just now. Nothing was done.');
      throw error;
    });
  if ('pending' in outcome) {
    const { generation, signsFrom: from } = outcome.pending;
    throw new OperatorError(
      `Key ${generation} signs from ${new Date(from).toISOString()} on. Wait until then; for a key that leaked, add --at-once.`,
    );
  }
  return sentencesOf(outcome.added, outcome.kid, signsFrom, wish.isAtOnce);
}

function sentencesOf(generation: number, kid: string, signsFrom: number, isAtOnce: boolean): string {
  if (!isAtOnce)
    return `Key ${generation} (${kid}) is published, and signs from ${new Date(signsFrom).toISOString()} on.
The one before it is accepted until the last access token that it signed has expired.`;
  return `Key ${generation} (${kid}) signs now. Access tokens that an earlier key signed are refused within a second or two.
Nobody is signed out: whoever is refused gets a new token by refreshing. Services that verify by themselves accept the
earlier keys until they read the keys again, ${JWKS_MAX_AGE_SECONDS / 60} minutes at the latest if they keep to our headers.`;
}

/** By the database's clock, as the instances see it. Epoch milliseconds. */
async function nowOf(database: Database): Promise<number> {
  const clock = new Clock();
  const [row] = await database.query<{ moment: number | null }>(`SELECT ${databaseNow(database.kind)} AS moment`);
  return clock.now() + clock.behind(row?.moment ?? null);
}
