import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '../../src/database/database';
import { ApiProcess } from '../api-process';
import { MailServer } from '../mail-server';
import { createTestDatabase, type TestDatabase } from '../test-database';

let testDatabase: TestDatabase;
let server: MailServer;
let dataDir: string;

beforeEach(async () => {
  testDatabase = await createTestDatabase();
  server = await MailServer.start();
  dataDir = mkdtempSync(join(tmpdir(), 'latchkey-mail-'));
});
afterEach(async () => {
  await server.stop();
  await testDatabase.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

const start = () =>
  ApiProcess.start({
    NODE_ENV: 'test',
    DATA_DIR: dataDir,
    DATABASE_URL: testDatabase.url,
    MAIL_URL: server.url,
    MAIL_FROM: 'accounts@latchkey.example',
  });

const signUp = (api: ApiProcess) =>
  api.http
    .post('/v1/auth/register')
    .send({ email: 'ada@example.com', name: 'Ada', password: 'correct horse battery staple' })
    .expect(202);

/** As if five minutes had gone by, after which nobody waits any more for whoever had taken a mail. */
async function leasesEnd(): Promise<void> {
  const database = await Database.open({ url: testDatabase.url });
  await database.execute('UPDATE mails SET next_attempt_at = 0 WHERE next_attempt_at IS NOT NULL');
  await database.close();
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('it did not come to pass');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('an API that is killed', () => {
  it('between the commit and the mail sends it after all, once', async () => {
    await server.stop();
    const first = await start();
    await signUp(first);
    await first.end('SIGKILL');
    await server.listen();
    await leasesEnd();
    const second = await start();
    await until(() => server.mails.length > 0);
    await second.end('SIGTERM');
    expect(server.mails.map(({ subject }) => subject)).toEqual(['Confirm your e-mail address']);
  }, 60_000);

  it('before the mail server has said that it has the mail sends it again as the same one', async () => {
    const first = await start();
    let isThere = false;
    server.beforeTaking = async () => {
      isThere = true;
      await first.end('SIGKILL');
    };
    await signUp(first);
    await until(() => isThere && server.mails.length === 1);
    server.beforeTaking = async () => undefined;
    await leasesEnd();
    const second = await start();
    await until(() => server.mails.length === 2);
    await second.end('SIGTERM');
    const ids = server.mails.map(({ messageId }) => messageId);
    expect(ids[0]).toMatch(/@latchkey\.example>$/);
    expect(new Set(ids).size).toBe(1);
    expect(new Set(server.mails.map(({ text }) => text)).size).toBe(1);
  }, 60_000);
});
