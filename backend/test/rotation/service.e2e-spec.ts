import type { Actor } from '../../src/access/actor';
import { LiveSessions } from '../../src/access/live-sessions';
import { grantsOf } from '../../src/access/permissions';
import { makeUser, signedInUser } from '../builders';
import { startApp, type TestApp } from '../start-app';
import { explore, report } from './explore';
import { SHORT } from './kinds';
import type { Rules, Schedule } from './schedule';
import { ServiceInstance } from './service-instance';
import { ServiceWorld } from './service-world';
import { scheduleRange } from './settings';
import { refuseLateChanges } from './stored-state';

jest.setTimeout(600_000);

/** Two processes cannot share an embedded database; on a server there are two instances. */
async function startInstances(env: Record<string, string>): Promise<TestApp[]> {
  const first = await startApp(env);
  await refuseLateChanges(first.database, first.config.databaseUrl);
  if (first.database.kind === 'sqlite') return [first];
  const { databaseUrl, appSecret } = first.config;
  return [first, await startApp({ ...env, DATABASE_URL: databaseUrl, APP_SECRET: appSecret })];
}

async function makeAdministrator(api: TestApp): Promise<Actor> {
  const { tokens } = await signedInUser(api, { role: 'ADMIN' });
  const { sid } = JSON.parse(Buffer.from(tokens.accessToken.split('.')[1]!, 'base64url').toString('utf8'));
  const live = await api.app.get(LiveSessions).find(sid as string);
  return live!.actor;
}

async function search(rules: Rules, usual: number) {
  const apps = await startInstances({
    REFRESH_RETRY_SECONDS: String(rules.retryMs / 1000),
    REFRESH_TOKEN_TTL_SECONDS: String(rules.idleMs / 1000),
    SESSION_TTL_SECONDS: String(rules.absoluteMs / 1000),
  });
  const [first] = apps as [TestApp];
  const administrator = await makeAdministrator(first);
  const instances = apps.map((api) => new ServiceInstance(api));
  const finding = await explore({
    kind: { rules: [rules], instances: apps.length, maxEvents: 16 },
    ...scheduleRange(usual),
    makeWorld: async (schedule: Schedule) => {
      const user = { ...(await makeUser(first)), role: 'USER', grants: grantsOf('USER', '{}') };
      return new ServiceWorld({ rules: schedule.rules, instances, database: first.database, user, administrator });
    },
    shrinkTries: 300,
  });
  for (const api of apps.toReversed()) await api.close();
  return finding;
}

describe('the sessions service over a real database', () => {
  it('keeps every promise in every schedule', async () => {
    const finding = await search(SHORT, 1000);
    if (finding) throw new Error(report(finding, "rotation/service -t 'in every schedule'"));
  });

  it('keeps them with strict single use', async () => {
    const finding = await search({ ...SHORT, retryMs: 0 }, 300);
    if (finding) throw new Error(report(finding, "rotation/service -t 'strict single use'"));
  });
});
