import { ResourcePurgeService } from '../src/resources/resource-purge.service';
import type { ResourceDto, ResourcePageDto } from '../src/resources/resources.dto';
import { signedInUser } from './builders';
import { requestsOf, type Requests, tracesOf } from './requests';
import { startApp, type TestApp } from './start-app';

const DAY_MS = 86_400_000;
const NOWHERE = '/v1/resources/01890000-0000-7000-8000-000000000000';

describe('a deleted resource', () => {
  let api: TestApp;
  let owner: Requests;
  let other: Requests;
  let admin: Requests;
  let resource: ResourceDto;
  let path: string;

  beforeAll(async () => {
    api = await startApp({ SESSION_TTL_SECONDS: String(90 * 86_400), REFRESH_TOKEN_TTL_SECONDS: String(90 * 86_400) });
  });
  afterAll(() => api.close());

  beforeEach(async () => {
    owner = requestsOf(api, (await signedInUser(api)).tokens);
    other = requestsOf(api, (await signedInUser(api)).tokens);
    admin = requestsOf(api, (await signedInUser(api, { role: 'ADMIN' })).tokens);
    const content = { title: 'Plan', body: 'B', visibility: 'internal' };
    resource = (await owner.post('/v1/resources', content).expect(201)).body as ResourceDto;
    path = `/v1/resources/${resource.id}`;
    await owner.delete(path).expect(204);
  });

  const purge = () => api.app.get(ResourcePurgeService).purge();
  const titlesFor = async (requests: Requests) =>
    ((await requests.get('/v1/resources').expect(200)).body as ResourcePageDto).items.map(({ id }) => id);

  it('is gone for everybody, at every door, like one that never was', async () => {
    for (const requests of [owner, other, admin]) {
      expect(tracesOf(await requests.get(path))).toEqual(tracesOf(await requests.get(NOWHERE)));
      expect(await titlesFor(requests)).not.toContain(resource.id);
      await requests.delete(path).expect(404);
      await requests.patch(path, { title: 'x' }).set('if-match', '"1"').expect(404);
    }
  });

  it('comes back as it was, once, however often it is asked for', async () => {
    const answers = await Promise.all([owner.post(`${path}/restore`), owner.post(`${path}/restore`)]);
    for (const { status, body, headers } of answers) {
      expect([status, body]).toEqual([200, { ...resource, version: 2 }]);
      expect(headers.etag).toBe('"2"');
    }
    expect((await owner.get(path).expect(200)).body).toEqual({ ...resource, version: 2 });
    expect(await titlesFor(other)).toContain(resource.id);
  });

  it('is restored by nobody out of whose reach it is, exactly as if it were not there', async () => {
    const hidden = await other.post(`${path}/restore`).expect(404);
    expect(tracesOf(hidden)).toEqual(tracesOf(await other.post(`${NOWHERE}/restore`)));
    await requestsOf(api).post(`${path}/restore`).expect(401);
    await owner.get(path).expect(404);
    await admin.post(`${path}/restore`).expect(200);
  });

  it('can be restored for thirty days and is purged after that', async () => {
    const day = async (days: number) => {
      api.clock.advance(days * DAY_MS);
      owner = requestsOf(api, (await signedInUser(api, { role: 'ADMIN' })).tokens);
    };
    await day(29);
    await purge();
    await owner.post(`${path}/restore`).expect(200);
    await owner.delete(path).expect(204);
    await day(31);
    await owner.post(`${path}/restore`).expect(404);
    const [before] = await api.database.query('SELECT id FROM resources WHERE id = ?', [resource.id]);
    expect(before).toBeDefined();
    expect(await purge()).toBeGreaterThanOrEqual(1);
    expect(await api.database.query('SELECT id FROM resources WHERE id = ?', [resource.id])).toEqual([]);
    await owner.get('/v1/resources').expect(200);
  });
});
