import { randomBytes } from 'node:crypto';
import { built } from './built.mjs';
import { CONCURRENCY } from './rounds.mjs';
import { PASSWORD } from './stock.mjs';

/** People and sessions that a measurement uses, spread evenly over all there are. */
const USED_SESSIONS = 20_000;
const VISITORS = 1_000;
/** A statement must be done within the four seconds that the API gives one. */
const ROWS_PER_STATEMENT = 20_000;
const DAY_MS = 86_400_000;

/** Every number from 0 to 99,999, without anything that only one server has. */
const DIGITS =
  '(SELECT 0 AS d UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9)';
const NUMBERS = `(SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d AS n
  FROM ${DIGITS} a, ${DIGITS} b, ${DIGITS} c, ${DIGITS} e, ${DIGITS} f) numbers`;

/** Ids of people and of sessions rise as real ones do. */
const idOf = (/** @type {string} */ group, /** @type {string} */ number) =>
  `CONCAT('${group}-0000-7000-8000-', LPAD(LOWER(HEX(${number})), 12, '0'))`;
const USER_GROUP = '01900000';
const SESSION_GROUP = '01910000';
const EVENT_GROUP = '01920000';

/**
 * Fills a database on a server with as many people, live sessions and audit events as asked for.
 *
 * @param {string} url
 * @param {string} appSecret
 * @param {{ people: number, sessions: number, events: number }} size sessions and events are dealt out to the people in turn
 * @returns {Promise<import('./stock.mjs').Stock & { administrator: string, somebody: string }>} the address of an administrator, the
 *   id of somebody
 */
export async function fillCrowd(url, appSecret, { people, sessions, events }) {
  const database = await built('database/database.js').Database.open({ url, entities: built('entities.js').ENTITIES });
  try {
    const passwordHash = await built('auth/password-hash.js').hashPassword(PASSWORD);
    await inPortions(people, (first, end) => addPeople(database, passwordHash, first, end));
    await inPortions(people, (first, end) => addWords(database, first, end));
    await inPortions(sessions, (first, end) => addSessions(database, people, first, end));
    await inPortions(events, (first, end) => addEvents(database, people, events, first, end));
    await database.execute('UPDATE audit_chains SET sequence = ? WHERE id = 1', [events]);
    for (const table of ['users', 'sessions', 'audit_events']) await database.query(`ANALYZE TABLE ${table}`, []);
    const addressOf = (/** @type {number} */ index) => `person-${String(index).padStart(7, '0')}@bench.example`;
    const administrator = addressOf(people - 1);
    await database.execute(`UPDATE users SET role_key = 'ADMIN' WHERE email = ?`, [administrator]);
    const spread = (/** @type {number} */ count) =>
      Array.from({ length: count }, (_, index) => addressOf(Math.floor((index * people) / count)));
    return {
      emails: spread(CONCURRENCY),
      workerIds: [],
      visitors: spread(Math.min(people, VISITORS)),
      password: PASSWORD,
      passwordHash,
      sessions: await sessionsOf(database, appSecret, Math.max(1, Math.floor(sessions / USED_SESSIONS))),
      administrator,
      somebody: await idOfPerson(database, addressOf(0)),
    };
  } finally {
    await database.close();
  }
}

/** @param {number} count @param {(first: number, end: number) => Promise<void>} add */
async function inPortions(count, add) {
  for (let first = 0; first < count; first += ROWS_PER_STATEMENT)
    await add(first, Math.min(count, first + ROWS_PER_STATEMENT));
}

/** @param {any} database @param {string} passwordHash @param {number} first @param {number} end */
async function addPeople(database, passwordHash, first, end) {
  const now = Date.now();
  await database.execute(
    `INSERT INTO users (id, email, name, name_key, password_hash, role_key, email_verified_at, version, created_at, updated_at)
     SELECT ${idOf(USER_GROUP, 'i')}, CONCAT('person-', LPAD(i, 7, '0'), '@bench.example'), CONCAT('Person ', i),
            CONCAT('person ', i), ?, 'USER', ?, 1, ? + i, ? + i
     FROM (SELECT n + ? AS i FROM ${NUMBERS}) people WHERE i < ?`,
    [passwordHash, now, now - 30 * DAY_MS, now - 30 * DAY_MS, first, end],
  );
}

/** What `searchWords` makes of the people. @param {any} database @param {number} first @param {number} end */
async function addWords(database, first, end) {
  const local = "CONCAT('person-', LPAD(i, 7, '0'))";
  const words = ["'person'", 'i', local, `CONCAT(${local}, '@bench.example')`, "LPAD(i, 7, '0')", "'bench.example'"];
  const selects = words.map(
    (word) => `SELECT ${word}, ${idOf(USER_GROUP, 'i')} FROM (SELECT n + ? AS i FROM ${NUMBERS}) people WHERE i < ?`,
  );
  await database.execute(
    `INSERT INTO user_words (word, user_id) ${selects.join(' UNION ')}`,
    selects.flatMap(() => [first, end]),
  );
}

/** @param {any} database @param {number} people @param {number} first @param {number} end */
async function addSessions(database, people, first, end) {
  const now = Date.now();
  await database.execute(
    `INSERT INTO sessions (id, user_id, token_salt, generation, confirmed_generation, recent_rotations, authenticated_at,
       last_used_at, idle_expires_at, expires_at, created_at, user_agent, ip)
     SELECT ${idOf(SESSION_GROUP, 'i')}, ${idOf(USER_GROUP, 'MOD(i, ?)')}, SHA2(CONCAT(?, i), 256), 1, 0, '[]', ?, ?, ?, ?, ?,
       'latchkey-bench', '127.0.0.1'
     FROM (SELECT n + ? AS i FROM ${NUMBERS}) ones WHERE i < ?`,
    [people, randomBytes(16).toString('hex'), now, now, now + DAY_MS, now + DAY_MS, now, first, end],
  );
}

/**
 * A year of events: nine of ten are sign-ins, one of ten of those failed. They are no chain: nothing here reads it.
 * @param {any} database @param {number} people @param {number} events @param {number} first @param {number} end
 */
async function addEvents(database, people, events, first, end) {
  const now = Date.now();
  const who = idOf(USER_GROUP, 'MOD(i, ?)');
  await database.execute(
    `INSERT INTO audit_events (id, occurred_at, actor_id, actor_role, action, subject_kind, subject_id, outcome, request_id,
       details, details_hash, sequence, hash)
     SELECT ${idOf(EVENT_GROUP, 'i')}, ? + FLOOR(i * ?), ${who}, 'USER', IF(MOD(i, 10) = 0, 'user.update', 'session.start'), 'user',
       ${who}, IF(MOD(i, 10) = 1, 'failure', 'success'), 'latchkey-bench',
       '{"ip":"127.0.0.1","userAgent":"latchkey-bench","before":{"name":"A"},"after":{"name":"B"}}', SHA2(i, 256), i + 1, SHA2(i, 256)
     FROM (SELECT n + ? AS i FROM ${NUMBERS}) ones WHERE i < ?`,
    [now - 365 * DAY_MS, (365 * DAY_MS) / events, people, people, first, end],
  );
}

/** Every so manieth session. @param {any} database @param {string} appSecret @param {number} every */
async function sessionsOf(database, appSecret, every) {
  const tokens = new (built('tokens/refresh-tokens.js').RefreshTokens)({ appSecret });
  /** @type {{ id: string, token_salt: string }[]} */
  const rows = await database.query(
    `SELECT id, token_salt FROM sessions WHERE MOD(CONV(RIGHT(id, 12), 16, 10), ?) = 0`,
    [every],
  );
  return rows.map(({ id, token_salt: salt }) => ({ refreshToken: tokens.issue(id, 1, salt) }));
}

/** @param {any} database @param {string} email @returns {Promise<string>} */
async function idOfPerson(database, email) {
  const [{ id }] = await database.query('SELECT id FROM users WHERE email = ?', [email]);
  return id;
}
