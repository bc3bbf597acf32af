import { setTimeout as wait } from 'node:timers/promises';

import { ApiCaller } from './people';
import type { Account, Stack } from './stack';
import { Visitor } from './visitor';

/** Something that was tried and answered. */
export interface Attempt {
  /** By `performance.now()`. */
  sentAt: number;
  status: number;
}

interface Pair {
  accessToken: string;
  refreshToken: string;
}

const DEVICES = 3;
/** Between two tries of one client, so that refusals do not keep the machine from everything else. */
const PAUSE_MS = 4;

/**
 * Somebody who is signed in on several devices and in a browser, all of which renew their session at all instances as
 * fast as they can, with the newest refresh token and with superseded ones.
 */
export class RefreshStorm {
  readonly refreshes: Attempt[] = [];
  /** Attempts to use an access token that was new at that moment. */
  readonly uses: Attempt[] = [];
  /** What the browser was answered when it asked for a page with a cookie whose access token is over. */
  readonly pages: Attempt[] = [];
  private readonly accessTokens = new Set<string>();
  private readonly browsers: Visitor[];
  private readonly clients: Promise<void>[] = [];
  private isOver = false;

  private constructor(
    private readonly stack: Stack,
    private readonly ender: ApiCaller,
    visitor: Visitor,
  ) {
    this.browsers = stack.webUrls.map((webUrl) => visitor.copy(webUrl));
  }

  /** @param endsAt address of the API instance that will end all sessions */
  static async begin(stack: Stack, account: Account, endsAt: string): Promise<RefreshStorm> {
    const visitor = new Visitor(stack);
    await visitor.signIn(account);
    const storm = new RefreshStorm(stack, await ApiCaller.signIn({ ...stack, apiUrl: endsAt }, account), visitor);
    const devices = await Promise.all(Array.from({ length: DEVICES }, () => storm.signIn(account)));
    for (const device of devices) {
      for (const apiUrl of stack.apiUrls) {
        storm.start(() => storm.refreshAt(apiUrl, device));
        storm.start(() => storm.useAt(apiUrl, device));
      }
    }
    for (const browser of storm.browsers) storm.start(() => storm.openPage(browser));
    return storm;
  }

  /** Waits until the browser has got so many pages, by when everybody else has renewed many times. */
  async untilPages(count: number): Promise<void> {
    while (this.pages.length < count) await wait(PAUSE_MS);
  }

  /** @returns the moment at which the end of all sessions was acknowledged */
  async endAllSessions(): Promise<number> {
    await this.ender.signOutEverywhere();
    return performance.now();
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.clients);
  }

  /** What each API instance answers to each access token that was ever given out. */
  async tryAccessTokens(): Promise<number[]> {
    const tokens = [...this.accessTokens, ...this.tokensOfBrowser()];
    return Promise.all(tokens.flatMap((token) => this.stack.apiUrls.map((apiUrl) => whoAmI(apiUrl, token))));
  }

  /** What each web instance answers to the browser. */
  async tryPages(): Promise<number[]> {
    return Promise.all(this.browsers.map(async (browser) => (await browser.request('/account/profile')).status));
  }

  private start(step: () => Promise<void>): void {
    const run = async () => {
      while (!this.isOver) {
        await step();
        await wait(PAUSE_MS);
      }
    };
    this.clients.push(run());
  }

  private async signIn({ email, password }: Account): Promise<Pair[]> {
    const answer = await post(this.stack.apiUrl, '/v1/auth/login', { email, password });
    const pair = (await answer.json()) as Pair;
    this.accessTokens.add(pair.accessToken);
    return [pair];
  }

  /** Every third time with the token before the newest, as somebody who missed an answer. */
  private async refreshAt(apiUrl: string, device: Pair[]): Promise<void> {
    const isLate = device.length > 1 && this.refreshes.length % 3 === 0;
    const { refreshToken = '' } = device.at(isLate ? -2 : -1) ?? {};
    const sentAt = performance.now();
    const answer = await post(apiUrl, '/v1/auth/refresh', { refreshToken });
    this.refreshes.push({ sentAt, status: answer.status });
    const pair = (await answer.json()) as Pair;
    if (!answer.ok) return;
    this.accessTokens.add(pair.accessToken);
    if (device.every((known) => known.refreshToken !== pair.refreshToken)) device.push(pair);
  }

  private async useAt(apiUrl: string, device: Pair[]): Promise<void> {
    const sentAt = performance.now();
    this.uses.push({ sentAt, status: await whoAmI(apiUrl, device.at(-1)?.accessToken ?? '') });
  }

  private async openPage(browser: Visitor): Promise<void> {
    await browser.outliveAccessToken();
    const sentAt = performance.now();
    this.pages.push({ sentAt, status: (await browser.request('/account/profile')).status });
  }

  private tokensOfBrowser(): string[] {
    const calls = this.stack.relays.flatMap((relay) => relay.callsTo('/v1/auth/refresh'));
    const given = calls.filter(({ status }) => status === 200);
    return given.map(({ answer }) => (JSON.parse(answer) as Pair).accessToken);
  }
}

async function whoAmI(apiUrl: string, token: string): Promise<number> {
  const response = await fetch(`${apiUrl}/v1/me`, { headers: { authorization: `Bearer ${token}` } });
  await response.arrayBuffer();
  return response.status;
}

function post(apiUrl: string, path: string, body: object): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(`${apiUrl}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
}
