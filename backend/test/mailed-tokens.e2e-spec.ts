import { MailedTokenPurgeService } from '../src/mailed-tokens/mailed-token-purge.service';
import { LIFETIMES_MS, MailedTokens, PURPOSES } from '../src/mailed-tokens/mailed-tokens';
import { makeUser } from './builders';
import { startApp, type TestApp } from './start-app';

let api: TestApp;
let tokens: MailedTokens;

beforeAll(async () => {
  api = await startApp();
  tokens = api.app.get(MailedTokens);
});
afterAll(() => api.close());

type Purpose = (typeof PURPOSES)[number];

async function issue(userId: string, purpose: Purpose, data?: Record<string, string>): Promise<string> {
  const id = await api.database.write((tx) => tokens.issue(tx, { purpose, userId, ...(data && { data }) }));
  return (await tokens.reveal(id)) ?? '';
}

const use = (token: string, ...purposes: Purpose[]) => api.database.write((tx) => tokens.use(tx, token, ...purposes));
const refusal = (code: string) => expect.objectContaining({ extra: { errors: [expect.objectContaining({ code })] } });

describe('a mailed token', () => {
  it('is good for its person, its purpose and what was given with it', async () => {
    const { id: userId } = await makeUser(api);
    const token = await issue(userId, 'confirm-email', { newEmail: 'ada@example.org' });
    expect(token).toMatch(/^lkm_[\w-]{64}$/);
    await expect(tokens.inspect(token, 'confirm-email')).resolves.toMatchObject({ state: 'usable' });
    await expect(use(token, 'reset-password', 'verify-email')).rejects.toEqual(refusal('invalid'));
    await expect(use(token, 'confirm-email')).resolves.toMatchObject({ userId, data: { newEmail: 'ada@example.org' } });
  });

  it('is good once, also when it is used twenty times at the same moment', async () => {
    const { id } = await makeUser(api);
    const token = await issue(id, 'reset-password');
    const uses = await Promise.allSettled(Array.from({ length: 20 }, () => use(token, 'reset-password')));
    expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(use(token, 'reset-password')).rejects.toEqual(refusal('used'));
    await expect(tokens.inspect(token, 'reset-password')).resolves.toEqual({ state: 'used' });
  });

  it('is good again when the unit of work that used it was rolled back', async () => {
    const { id } = await makeUser(api);
    const token = await issue(id, 'invitation');
    const failed = api.database.write(async (tx) => {
      await tokens.use(tx, token, 'invitation');
      throw new Error('the rest failed');
    });
    await expect(failed).rejects.toThrow('the rest failed');
    await expect(use(token, 'invitation')).resolves.toMatchObject({ userId: id });
  });

  it('cannot be read out of the database, and leaves nothing of what it carried once it is used', async () => {
    const { id } = await makeUser(api);
    const token = await issue(id, 'verify-email', { passwordHash: 'a-canary' });
    const rows = () => api.database.query('SELECT * FROM mailed_tokens WHERE user_id = ?', [id]);
    const mac = Buffer.from(token.slice(4), 'base64url').subarray(16);
    for (const encoding of ['hex', 'base64', 'base64url'] as const)
      expect(JSON.stringify(await rows())).not.toContain(mac.toString(encoding));
    await use(token, 'verify-email');
    expect(JSON.stringify(await rows())).not.toContain('a-canary');
  });

  it('is nothing with a letter changed, and nobody can tell such a one from one that never was', async () => {
    const { id } = await makeUser(api);
    const token = await issue(id, 'reset-password');
    const [other] = [await issue(id, 'reset-password')];
    const spliced = token.slice(0, 26) + (other ?? '').slice(26);
    for (const wrong of [
      `${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`,
      spliced,
      '',
      'lkm_',
      `${token}A`,
    ])
      await expect(tokens.inspect(wrong, 'reset-password')).resolves.toEqual({ state: 'invalid' });
  });

  it.each(PURPOSES)('for %s lives exactly as long as it says', async (purpose) => {
    const { id } = await makeUser(api);
    const token = await issue(id, purpose);
    const late = await issue(id, purpose);
    api.clock.advance(LIFETIMES_MS[purpose] - 5_000);
    await expect(use(token, purpose)).resolves.toMatchObject({ userId: id });
    api.clock.advance(5_000);
    await expect(use(late, purpose)).rejects.toEqual(refusal('expired'));
  });

  it('is not revealed once it is of no use', async () => {
    const { id } = await makeUser(api);
    const issued = await api.database.write((tx) => tokens.issue(tx, { purpose: 'reset-password', userId: id }));
    await api.database.write((tx) => tokens.revoke(tx, id, ['reset-password']));
    await expect(tokens.reveal(issued)).resolves.toBeUndefined();
    await expect(tokens.reveal('0197a0a0-0000-7000-8000-000000000000')).resolves.toBeUndefined();
  });
});

describe('revoking', () => {
  it('ends the links of one person for the given purposes, or those after one of them', async () => {
    const { id } = await makeUser(api);
    const { id: another } = await makeUser(api);
    const [reset, verify, theirs] = [
      await issue(id, 'reset-password'),
      await issue(id, 'verify-email'),
      await issue(another, 'reset-password'),
    ];
    await api.database.write((tx) => tokens.revoke(tx, id, ['reset-password']));
    await expect(use(reset, 'reset-password')).rejects.toEqual(refusal('used'));
    await expect(use(verify, 'verify-email')).resolves.toBeDefined();
    await expect(use(theirs, 'reset-password')).resolves.toBeDefined();

    const first = await issue(id, 'undo-email');
    const second = await issue(id, 'undo-email');
    api.clock.advance(1_000);
    const third = await issue(id, 'undo-email');
    const { token } = await tokens.inspect(second, 'undo-email');
    await api.database.write((tx) => tokens.revoke(tx, id, ['undo-email'], token?.id));
    await expect(use(first, 'undo-email')).resolves.toBeDefined();
    await expect(use(third, 'undo-email')).rejects.toEqual(refusal('used'));
  });
});

it('what was given last is known for another mail until the links are purged, a week after they expired', async () => {
  const { id } = await makeUser(api);
  await issue(id, 'verify-email', { name: 'first' });
  api.clock.advance(1_000);
  await issue(id, 'verify-email', { name: 'second' });
  const latest = () => api.database.write((tx) => tokens.latestData(tx, id, 'verify-email'));
  api.clock.advance(LIFETIMES_MS['verify-email'] + 1_000);
  await expect(latest()).resolves.toEqual({ name: 'second' });
  api.clock.advance(7 * 86_400_000);
  await api.app.get(MailedTokenPurgeService).purge();
  await expect(latest()).resolves.toBeUndefined();
});
