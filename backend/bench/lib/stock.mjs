import { randomBytes } from 'node:crypto';
import { built } from './built.mjs';
import { CONCURRENCY } from './rounds.mjs';

/**
 * Sessions of each side. So many that none is rotated more than a few times in all: the row of a session that rotates
 * a hundred times a second, as no real one does, would carry a long list of rotations.
 */
const SESSIONS = 20_000;
const SESSIONS_PER_USER = 50;
/** So many that nobody comes to have more sessions than a person may while signing in is measured. */
const VISITORS = 1_000;
/** Of each worker, every other one readable by everybody: a page is found among them, not all there is. */
const RESOURCES = 200;
const ROWS_PER_STATEMENT = 500;
export const PASSWORD = 'correct horse battery staple';
const DAY_MS = 86_400_000;

/**
 * @typedef {object} Stock what the measurements use up
 * @property {string[]} emails of people who have no session yet, one a worker
 * @property {string[]} workerIds their ids
 * @property {string[]} visitors addresses of people who have no session and sign in again and again
 * @property {string} password of everybody
 * @property {string} passwordHash
 * @property {{ refreshToken: string }[]} sessions those for the API; whoever exchanges a token puts the new one in its place
 */

/**
 * Brings a database up to date and fills it.
 *
 * @param {string} url
 * @param {string} appSecret
 * @returns {Promise<Stock>}
 */
export async function fill(url, appSecret) {
  const database = await built('database/database.js').Database.open({ url, entities: built('entities.js').ENTITIES });
  try {
    const passwordHash = await built('auth/password-hash.js').hashPassword(PASSWORD);
    const addPeople = peopleOf(database, passwordHash);
    const people = await addPeople('worker', CONCURRENCY);
    await addResources(database, people);
    const visitors = await addPeople('visitor', VISITORS);
    const ours = await addSessions(database, await addPeople('ours', SESSIONS / SESSIONS_PER_USER));
    // These are not touched by the API; raw SQL finds them by the address of their people.
    await addSessions(database, await addPeople('theirs', SESSIONS / SESSIONS_PER_USER));
    const tokens = new (built('tokens/refresh-tokens.js').RefreshTokens)({ appSecret });
    return {
      emails: people.map(({ email }) => email),
      workerIds: people.map(({ id }) => id),
      visitors: visitors.map(({ email }) => email),
      password: PASSWORD,
      passwordHash,
      sessions: ours.map(({ id, salt }) => ({ refreshToken: tokens.issue(id, 1, salt) })),
    };
  } finally {
    await database.close();
  }
}

/** @param {any} database @param {string} passwordHash */
function peopleOf(database, passwordHash) {
  const { insertUsers } = built('users/user-rows.js');
  const { uuidv7 } = built('database/uuid.js');
  return async (/** @type {string} */ group, /** @type {number} */ count) => {
    const now = Date.now();
    const people = Array.from({ length: count }, (_, index) => {
      const name = `${group} ${index}`;
      const email = `${group}-${index}@bench.example`;
      return { id: uuidv7(now), email, name, emailVerifiedAt: now, createdAt: now };
    });
    const rows = people.map((person) => ({ ...person, passwordHash, roleKey: 'USER' }));
    await database.write((/** @type {any} */ tx) => insertUsers(tx, rows));
    return people;
  };
}

/** @param {any} database @param {{ id: string }[]} people */
async function addResources(database, people) {
  const { ResourceEntity } = built('resources/resource.entity.js');
  const { uuidv7 } = built('database/uuid.js');
  const now = Date.now();
  for (const { id: ownerId } of people) {
    const rows = Array.from({ length: RESOURCES }, (_, index) => {
      const title = `resource ${index}`;
      const moments = { createdAt: now + index, updatedAt: now + index };
      const visibility = index % 2 === 0 ? 'internal' : 'private';
      return { id: uuidv7(now), ownerId, title, titleKey: title, body: 'text', visibility, version: 1, ...moments };
    });
    await database.write((/** @type {any} */ tx) => tx.manager.insert(ResourceEntity, rows));
  }
}

/** @param {any} database @param {{ id: string }[]} people @returns {Promise<{ id: string, salt: string }[]>} */
async function addSessions(database, people) {
  const { uuidv7 } = built('database/uuid.js');
  const now = Date.now();
  const sessions = people.flatMap(({ id: userId }) =>
    Array.from({ length: SESSIONS_PER_USER }, () => ({
      id: uuidv7(now),
      userId,
      salt: randomBytes(32).toString('hex'),
    })),
  );
  /** @type {any[]} */
  const moments = [now, now, now + DAY_MS, now + DAY_MS, now];
  const row = `(?, ?, ?, 1, 0, '[]', ?, ?, ?, ?, ?, 'latchkey-bench', '127.0.0.1')`;
  for (let first = 0; first < sessions.length; first += ROWS_PER_STATEMENT) {
    const batch = sessions.slice(first, first + ROWS_PER_STATEMENT);
    await database.execute(
      `INSERT INTO sessions (id, user_id, token_salt, generation, confirmed_generation, recent_rotations, authenticated_at,
         last_used_at, idle_expires_at, expires_at, created_at, user_agent, ip) VALUES ${batch.map(() => row).join(', ')}`,
      batch.flatMap(({ id, userId, salt }) => [id, userId, salt].concat(moments)),
    );
  }
  return sessions;
}
