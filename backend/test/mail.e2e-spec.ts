import { readdirSync, statSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { Database } from '../src/database/database';
import { LOCALES } from '../src/locales';
import { letterOf } from '../src/mail/letter';
import { MailPurgeService } from '../src/mail/mail-purge.service';
import { MailQueue } from '../src/mail/mail-queue';
import type { Mail, MailData, MailKind } from '../src/mail/mails';
import { Outbox } from '../src/mail/outbox';
import { signedInUser } from './builders';
import { MailServer } from './mail-server';
import { drain, Mailbox } from './mailbox';
import { requestsOf, type Requests } from './requests';
import { startApp, type TestApp } from './start-app';

const MINUTE_MS = 60_000;

/** A mail that needs nobody. */
const notice = (to: string, name = 'Ada'): Mail => ({
  kind: 'already-registered',
  to,
  userId: null,
  locale: null,
  data: { name },
});

function send({ app, database }: TestApp, ...mails: Mail[]): Promise<void> {
  return database.write((tx) => app.get(Outbox).send(tx, ...mails));
}

interface Listed {
  id: string;
  recipient: string;
  status: string;
  attempts: number;
  lastError: string | null;
}

async function listed(admin: Requests, status = ''): Promise<Listed[]> {
  const { body } = await admin.get(`/v1/mails?limit=100${status && `&status=${status}`}`).expect(200);
  return (body as { items: Listed[] }).items;
}

describe('a mail', () => {
  let server: MailServer;
  let api: TestApp;
  let admin: Requests;

  beforeEach(async () => {
    server = await MailServer.start();
    api = await startApp({ MAIL_URL: server.url, MAIL_FROM: 'Accounts <accounts@latchkey.example>' });
    admin = requestsOf(api, (await signedInUser(api, { role: 'ADMIN' })).tokens);
  });
  afterEach(async () => {
    await api.close();
    await server.stop();
  });

  it('reaches the mail server whole, in HTML and text, and says who made it', async () => {
    await send(api, notice('ada@example.com', 'Ada <b>"& Co"</b>'));
    await drain(api);
    const [mail] = server.mails;
    expect(mail).toMatchObject({
      subject: 'You have an account already',
      from: { text: '"Accounts" <accounts@latchkey.example>' },
      to: { text: 'ada@example.com' },
      messageId: expect.stringMatching(/^<[\w-]{36}@latchkey\.example>$/) as string,
    });
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail?.text).toContain('Hello Ada <b>"& Co"</b>,');
    expect(mail?.html).toContain('Hello Ada &lt;b&gt;&quot;&amp; Co&quot;&lt;/b&gt;,');
    expect(await listed(admin)).toMatchObject([{ recipient: 'ada@example.com', status: 'sent', attempts: 1 }]);
    expect(await api.database.query('SELECT data FROM mails')).toEqual([{ data: null }]);
  });

  it('is not there when what it tells was rolled back', async () => {
    const failed = api.database.write(async (tx) => {
      await api.app.get(Outbox).send(tx, notice('ada@example.com'));
      throw new Error('the rest failed');
    });
    await expect(failed).rejects.toThrow('the rest failed');
    await drain(api);
    expect(server.mails).toEqual([]);
  });

  it('waits while the mail server is down, longer each time, and comes once', async () => {
    await server.stop();
    await send(api, notice('ada@example.com'));
    await drain(api);
    expect(await listed(admin, 'pending')).toMatchObject([
      { attempts: 1, lastError: expect.stringContaining('ECONNREFUSED') as string },
    ]);
    await drain(api);
    expect(await listed(admin)).toMatchObject([{ attempts: 1 }]);
    api.clock.advance(MINUTE_MS);
    await drain(api);
    expect(await listed(admin)).toMatchObject([{ attempts: 2 }]);
    await server.listen();
    api.clock.advance(MINUTE_MS / 2);
    await drain(api);
    expect(server.mails).toHaveLength(0);
    api.clock.advance(2 * MINUTE_MS);
    await drain(api);
    expect(server.mails).toHaveLength(1);
    expect(await listed(admin, 'sent')).toMatchObject([{ attempts: 3, lastError: null }]);
  });

  it('is given up when its address is refused for good, and the others come', async () => {
    server.refuse = (address) => (address.startsWith('gone') ? 550 : undefined);
    await send(api, notice('gone@example.com'), notice('here@example.com'));
    await drain(api);
    expect(server.mails.map(({ to }) => [to].flat()[0]?.text)).toEqual(['here@example.com']);
    const [dead] = await listed(admin, 'dead');
    expect(dead).toMatchObject({
      recipient: 'gone@example.com',
      attempts: 1,
      lastError: expect.stringContaining('550') as string,
    });
    server.refuse = () => undefined;
    await admin.post(`/v1/mails/${dead?.id}/retry`).expect(204);
    await drain(api);
    expect(server.mails).toHaveLength(2);
    await admin.post(`/v1/mails/${dead?.id}/retry`).expect(409);
    await admin.post('/v1/mails/01890000-0000-7000-8000-000000000000/retry').expect(404);
  });

  it('is tried again when it is refused for now, and is given up after half a day', async () => {
    server.refuse = () => 451;
    await send(api, notice('ada@example.com'));
    await drain(api);
    expect(await listed(admin, 'pending')).toMatchObject([
      { attempts: 1, lastError: expect.stringContaining('451') as string },
    ]);
    for (let hours = 0; hours < 20; hours++) {
      api.clock.advance(90 * MINUTE_MS);
      await drain(api);
    }
    const fresh = requestsOf(api, (await signedInUser(api, { role: 'ADMIN' })).tokens);
    expect(await listed(fresh)).toMatchObject([{ status: 'dead', attempts: 16 }]);
  });

  it('keeps nobody waiting when the mail server does not answer', async () => {
    const sockets: Socket[] = [];
    const mute = createServer((socket) => sockets.push(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const { port } = mute.address() as AddressInfo;
    const slow = await startApp({ MAIL_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: 'a@latchkey.example' });
    const started = performance.now();
    await slow.http.post('/v1/auth/forgot-password').send({ email: 'x@example.com' }).expect(202);
    await send(slow, notice('ada@example.com'));
    await slow.http.get('/health/ready').expect(200);
    expect(performance.now() - started).toBeLessThan(5_000);
    await slow.close();
    // The end of the process does not wait for it either.
    expect(performance.now() - started).toBeLessThan(15_000);
    for (const socket of sockets) socket.destroy();
    mute.close();
  }, 30_000);

  it('is forgotten after 30 days, sent or not', async () => {
    server.refuse = (address) => (address.startsWith('gone') ? 550 : undefined);
    await send(api, notice('gone@example.com'), notice('here@example.com'));
    await drain(api);
    const purge = api.app.get(MailPurgeService);
    expect(await purge.purge()).toBe(0);
    api.clock.advance(31 * 24 * 60 * MINUTE_MS);
    expect(await purge.purge()).toBe(2);
  });

  it('is forgotten at once when its address is not to be known any more, sent or not', async () => {
    server.refuse = (address) => (address.startsWith('gone') ? 550 : undefined);
    const farewell = { kind: 'account-erased', userId: null, locale: null, data: { name: 'Ada' } } as const;
    await send(api, { ...farewell, to: 'gone@example.com' }, { ...farewell, to: 'here@example.com' });
    await drain(api);
    expect(server.mails).toHaveLength(1);
    expect(await api.database.query('SELECT * FROM mails')).toEqual([]);
  });

  it('goes to one worker, of several who look at the same moment', async () => {
    // By hand, so that the app's own worker does not know of them.
    const ids = Array.from({ length: 40 }, (_, index) => `mail-${index}`);
    for (const id of ids) {
      await api.database.execute(
        `INSERT INTO mails (id, kind, recipient, data, status, attempts, next_attempt_at, created_at)
         VALUES (?, 'already-registered', 'x@example.com', '{"name":"X"}', 'pending', 0, 0, 1)`,
        [id],
      );
    }
    const other = api.database.kind === 'sqlite' ? api.database : await Database.open({ url: api.config.databaseUrl });
    const queues = [api.database, other, api.database, other].map((database) => new MailQueue(api.clock, database));
    const taken = await Promise.all(
      queues.map(async (queue) => {
        const mine: string[] = [];
        for (let round = 0; round < 20; round++) mine.push(...(await queue.take(8)).map(({ id }) => id));
        return mine;
      }),
    );
    if (other !== api.database) await other.close();
    expect(taken.flat().toSorted()).toEqual(ids.toSorted());
    // Whoever took one and died does not keep it for ever.
    api.clock.advance(6 * MINUTE_MS);
    expect(await queues[0]?.take(100)).toHaveLength(40);
  });
});

describe('without a mail server', () => {
  it('mails go into a folder that is ours alone', async () => {
    const api = await startApp();
    await send(api, notice('ada@example.com'));
    const mail = await new Mailbox(api).only('ada@example.com');
    expect(mail.subject).toBe('You have an account already');
    const [file = ''] = readdirSync(api.config.mailDir);
    const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
    expect([mode(api.config.mailDir), mode(join(api.config.mailDir, file))]).toEqual(['700', '600']);
    await api.close();
  });
});

describe('the words of a mail', () => {
  const linked = { name: 'Ada', tokenId: 'x' };
  const occasion = { name: 'Ada', at: 1_795_651_200_000, ip: '203.0.113.7', userAgent: 'curl/8.5.0' };
  const samples: MailData = {
    'verify-email': linked,
    'already-registered': { name: 'Ada' },
    'reset-password': linked,
    invitation: { ...linked, inviterName: 'Grace' },
    'confirm-email': linked,
    'email-change-requested': { name: 'Ada', newEmail: 'new@example.com' },
    'email-changed': { ...linked, newEmail: 'new@example.com' },
    'password-changed': occasion,
    'new-device': occasion,
    'identity-linked': { ...occasion, provider: 'Google' },
    'api-key-created': { ...occasion, keyName: 'nightly import' },
    'session-replayed': occasion,
    'deletion-scheduled': { ...linked, eraseAt: 1_795_651_200_000 },
    'account-erased': { name: 'Ada' },
  };
  const kinds = Object.keys(samples) as MailKind[];

  it.each(kinds.flatMap((kind) => LOCALES.map((locale) => [kind, locale] as const)))(
    'of %s in %s are all there',
    (kind, locale) => {
      const mail = { kind, locale, data: samples[kind] } as Pick<Mail, 'kind' | 'locale' | 'data'>;
      const { subject, text, html } = letterOf(mail, { webUrl: 'https://web.example', token: 'lkm_TOKEN' });
      for (const part of [subject, text, html]) expect(part).not.toMatch(/undefined|NaN|\[object/);
      expect(subject).not.toContain('Ada');
      expect(html).not.toMatch(/<(img|script|link|iframe)|@import|url\(/i);
      expect(new Set(html.match(/https?:\/\/[^/"<\s]+/g) ?? [])).toEqual(
        new Set(html.includes('https://') ? ['https://web.example'] : []),
      );
      const link = 'tokenId' in samples[kind];
      expect([text.includes('token=lkm_TOKEN'), html.includes('token=lkm_TOKEN')]).toEqual([link, link]);
    },
  );

  it('differ from language to language, and are English for whoever chose none', () => {
    const subjectIn = (locale: string | null) =>
      letterOf({ kind: 'account-erased', locale, data: { name: 'Ada' } }, { webUrl: '', token: undefined }).subject;
    expect([null, 'xx', 'en', 'de'].map(subjectIn)).toEqual([
      'Your account was deleted',
      'Your account was deleted',
      'Your account was deleted',
      'Ihr Konto wurde gelöscht',
    ]);
  });
});
