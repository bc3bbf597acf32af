import type { Response } from 'supertest';
import type { Door } from '../src/access/doors';
import { type Permission, PERMISSIONS, type Reach } from '../src/access/permissions';
import { doorsOf, NOBODY, nameOf } from './access-cells';
import { makeRole, signedInUser } from './builders';
import { type Requests, requestsOf, tracesOf } from './requests';
import { startApp, type TestApp } from './start-app';

/** What a row of each collection is made with, whose rows belong to whoever makes them: nobody else may see it. */
const CONTENT: Record<string, object> = {
  '/v1/resources': { title: 'Mine' },
};

/** A door to rows that have owners, and what it asks for. */
interface OwnedDoor extends Door {
  permission: Permission;
  collection: string;
}

describe('the reach of a permission', () => {
  let api: TestApp;
  let owner: Requests;
  let roles = 0;

  beforeAll(async () => {
    api = await startApp();
    const readers = lists().map(({ permission }) => [permission, 'own']);
    owner = await holderOf(Object.fromEntries(readers) as Record<Permission, Reach>);
  });
  afterAll(() => api.close());

  /** Somebody who may make rows of every kind, and besides that only what is given. */
  async function holderOf(grants: Partial<Record<Permission, Reach>>): Promise<Requests> {
    const makers = Object.fromEntries(ownedDoors().map(({ collection }) => [makerOf(collection), 'own']));
    roles += 1;
    const role = await makeRole(api, `HOLDER_${roles}`, { ...makers, ...grants });
    return requestsOf(api, (await signedInUser(api, { role })).tokens);
  }

  function ownedDoors(): OwnedDoor[] {
    return doorsOf(api).flatMap((door) => {
      if (door.rule.kind !== 'permission') return [];
      const { permission } = door.rule;
      const reaches: readonly Reach[] = PERMISSIONS[permission].reaches;
      return reaches.length > 1 ? [{ ...door, permission, collection: door.path.split('/:id')[0] ?? '' }] : [];
    });
  }

  function makerOf(collection: string): Permission {
    const door = doorsOf(api).find(({ method, path }) => method === 'POST' && path === collection);
    if (door?.rule.kind !== 'permission') throw new Error(`Nobody can make a row of ${collection}`);
    return door.rule.permission;
  }

  async function makeRow(by: Requests, collection: string): Promise<string> {
    const { body } = await by.post(collection, CONTENT[collection]).expect(201);
    return (body as { id: string }).id;
  }

  /** Knocks with the least that the door takes. */
  async function knock(by: Requests, { method, path }: Door, id: string): Promise<Response> {
    const send = by[method.toLowerCase() as keyof Requests];
    const takesBody = ['POST', 'PATCH', 'PUT'].includes(method);
    return send(path.replace(':id', id), takesBody ? {} : undefined).set('if-match', '"1"');
  }

  const doorsToOne = () => ownedDoors().filter(({ path }) => path.includes(':id'));
  const lists = () => ownedDoors().filter(({ method, path }) => method === 'GET' && !path.includes(':'));

  it('is tried at every door to rows that have owners', () => {
    expect(doorsToOne().map(nameOf)).toContain('PATCH /v1/resources/:id');
    expect(lists().map(nameOf)).toContain('GET /v1/resources');
    const collections = new Set(ownedDoors().map(({ collection }) => collection));
    expect(Object.keys(CONTENT).toSorted()).toEqual([...collections].toSorted());
  });

  it("own: answers another person's row exactly like a missing one, and one's own as it should", async () => {
    for (const door of doorsToOne()) {
      const holder = await holderOf({ [door.permission]: 'own' } as const);
      const othersRow = await makeRow(owner, door.collection);
      const missing = await knock(holder, door, NOBODY);
      expect([nameOf(door), missing.status]).toEqual([nameOf(door), 404]);
      expect(tracesOf(await knock(holder, door, othersRow))).toEqual(tracesOf(missing));
      const { status } = await knock(holder, door, await makeRow(holder, door.collection));
      expect([nameOf(door), status < 300]).toEqual([nameOf(door), true]);
      // It was left alone, too: its owner still finds the version that was made.
      expect((await owner.get(`${door.collection}/${othersRow}`).expect(200)).headers.etag).toBe('"1"');
    }
  });

  it("any: works on another person's row", async () => {
    for (const door of doorsToOne()) {
      const holder = await holderOf({ [door.permission]: 'any' } as const);
      const { status } = await knock(holder, door, await makeRow(owner, door.collection));
      expect([nameOf(door), status < 300]).toEqual([nameOf(door), true]);
      expect((await knock(holder, door, NOBODY)).status).toBe(404);
    }
  });

  it("lists another person's rows for any, and never for own", async () => {
    for (const list of lists()) {
      const othersRow = await makeRow(owner, list.collection);
      for (const reach of ['own', 'any'] as const) {
        const holder = await holderOf({ [list.permission]: reach } as const);
        const ownRow = await makeRow(holder, list.collection);
        const { items } = (await holder.get(list.path).expect(200)).body as { items: { id: string }[] };
        const ids = items.map(({ id }) => id);
        expect([nameOf(list), reach, ids.includes(othersRow)]).toEqual([nameOf(list), reach, reach === 'any']);
        expect(ids).toContain(ownRow);
      }
    }
  });
});
