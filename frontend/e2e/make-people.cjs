// `node make-people.cjs COUNT`: puts people straight into the database that the settings name, each with PASSWORD.
// Names are "Person 01" and so on; every fifth is disabled, every seventh not verified, the first an administrator.
const path = require('node:path');

const API = path.join(__dirname, '..', '..', 'backend', 'dist');
require(require.resolve('reflect-metadata', { paths: [API] }));
const { hashPassword } = require(path.join(API, 'auth', 'password-hash.js'));
const { loadConfig } = require(path.join(API, 'config.js'));
const { Database } = require(path.join(API, 'database', 'database.js'));
const { uuidv7 } = require(path.join(API, 'database', 'uuid.js'));
const { ENTITIES } = require(path.join(API, 'entities.js'));
const { insertUsers } = require(path.join(API, 'users', 'user-rows.js'));

const PASSWORD = 'correct horse battery staple';
const HOUR_MS = 3_600_000;

async function main(count) {
  const database = await Database.open({ url: loadConfig().databaseUrl, entities: ENTITIES });
  const passwordHash = await hashPassword(PASSWORD);
  const now = Date.now();
  const people = Array.from({ length: count }, (_, index) => {
    const name = `Person ${String(index + 1).padStart(2, '0')}`;
    const createdAt = now - (index + 1) * HOUR_MS;
    return {
      id: uuidv7(createdAt),
      email: `${name.toLowerCase().replace(' ', '')}@example.com`,
      name,
      passwordHash,
      roleKey: index === 0 ? 'ADMIN' : 'USER',
      emailVerifiedAt: (index + 1) % 7 === 0 ? null : createdAt,
      disabledAt: (index + 1) % 5 === 0 ? now : null,
      createdAt,
    };
  });
  try {
    await database.write((tx) => insertUsers(tx, people));
  } finally {
    await database.close();
  }
}

main(Number(process.argv[2])).catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
