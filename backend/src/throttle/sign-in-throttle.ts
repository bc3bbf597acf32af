import { Injectable } from '@nestjs/common';
import { type AuditRecord, AuditLog } from '../audit/audit-log';
import { Clock } from '../clock';
import { Config } from '../config';
import type { Tx } from '../database/database';
import type { ClientInfo } from '../http/client-info';
import { Problem } from '../http/problem';
import { addressBlock } from './address-block';
import { type Count, type CounterKey, Counters, NONE } from './counters';
import { POLICIES, tellRest, tooMany } from './policies';
import { Gates, UnderWay } from './under-way';

const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 15 * 60_000;

function limitOf({ kind }: CounterKey): number {
  return POLICIES[kind].quota;
}

interface Counted {
  readonly key: CounterKey;
  readonly count: Count;
}

/** What a counter leaves: how many tries together, or how long there is none. */
interface Room {
  readonly tries: number;
  readonly pauseMs: number;
}

/** One try of a password. `end` it in any case. */
export interface Attempt {
  readonly client: ClientInfo;
  /** What it counts for: the pair, the account, the address. None when throttling is off, the pair alone on a known device. */
  readonly keys: readonly CounterKey[];
  /** What had been counted for each when it began. */
  readonly before: readonly Count[];
  end(): void;
}

/**
 * Throttles wrong passwords and locks nobody out: whoever has signed in on a device before is not kept waiting by what
 * others do elsewhere. What is refused at its beginning costs no hash. Whether there is such an account makes no
 * difference.
 * @see docs/decisions/0028-throttle-without-lockout.md
 */
@Injectable()
export class SignInThrottle {
  private readonly underWay = new UnderWay();
  private readonly gates = new Gates();

  constructor(
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly counters: Counters,
  ) {}

  /**
   * @param account the address of the account in its canonical spelling, or whatever was typed
   * @param familiar id of a device or session that the account's owner has signed in with before
   * @throws Problem `too_many_requests`
   */
  async begin(account: string, client: ClientInfo, familiar = client.knownDevice): Promise<Attempt> {
    if (!this.config.rateLimits) return { client, keys: [], before: [], end: () => undefined };
    const keys = this.keysFor(account, client, familiar);
    const gate = keys[1]?.id ?? keys[0].id;
    // A flood ends here, without waiting for anybody.
    if (this.gates.isBusy(gate)) this.refuseWhilePaused(client, keys, await this.readAll(keys));
    return this.gates.inTurn(gate, async () => {
      for (;;) {
        // Before it is read what has failed: a try that ends meanwhile is under way here, and counted the next time.
        const underWay = keys.map(({ id }) => this.underWay.count(id));
        const before = await this.readAll(keys);
        const rooms = this.refuseWhilePaused(client, keys, before);
        const full = keys.find((_, index) => (underWay[index] ?? 0) >= (rooms[index]?.tries ?? 0));
        if (!full) return { client, keys, before, end: this.underWay.begin(keys.map(({ id }) => id)) };
        await this.underWay.nextEnd(full.id);
      }
    });
  }

  /**
   * Counts a wrong password, in the unit of work that records it.
   * @param subject whose it was, where there is such an account
   * @returns what to answer after the commit, if so many others failed meanwhile, maybe in other instances, that this try
   *   was one too many: then nobody learns whether the password was right
   */
  async failed(
    tx: Tx,
    { client, keys, before }: Attempt,
    subject?: AuditRecord['subject'],
  ): Promise<Problem | undefined> {
    const [pair, account, address] = keys;
    if (!pair) return undefined;
    const [ofPair = NONE, , ofAddress = NONE] = before;
    const now = this.clock.now();
    const add = async (key: CounterKey): Promise<Counted> => ({ key, count: await this.counters.add(tx, key, now) });
    const first = await add(pair);
    const isNext = first.count.total === ofPair.total + 1;
    const added = [first];
    if (account) added.push(await add(account));
    // An address counts accounts, not tries: this one, if it did not fail yet since the counter began.
    const isNew = first.count.total === 1 || (isNext && (ofAddress.total === 0 || ofPair.since < ofAddress.since));
    if (address && isNew) added.push(await add(address));
    if (added.some(({ key, count }) => count.total === limitOf(key))) {
      const by = { actor: null, client };
      await this.audit.record(tx, { by, action: 'session.throttle', outcome: 'refused', ...(subject && { subject }) });
    }
    // Beyond the limit of a pair there is one try after each pause.
    const isAllowed = added.every((each) => (each === first && isNext) || each.count.total <= limitOf(each.key));
    this.tellOwn(client, first);
    return isAllowed ? undefined : this.refusalOf(client, added);
  }

  /**
   * Lets right passwords in, and forgets the wrong ones that came before them from the same address or device.
   * @throws Problem `too_many_requests` when so many others failed meanwhile, maybe in other instances, that one of them
   *   was one too many
   */
  async succeeded(tx: Pick<Tx, 'execute' | 'query'>, ...attempts: readonly Attempt[]): Promise<void> {
    const all = attempts.flatMap(({ keys }) => keys);
    const counts = await this.counters.readIn(tx, all);
    const countOf = ({ id }: CounterKey) => counts.get(id) ?? NONE;
    for (const { client, keys } of attempts) {
      this.refuseWhilePaused(client, keys, keys.map(countOf));
      if (keys[0]) this.tellOwn(client, { key: keys[0], count: NONE });
    }
    await this.counters.reset(
      tx,
      all.filter((key) => key.kind === 'pair' && countOf(key).total > 0),
    );
  }

  private keysFor(account: string, client: ClientInfo, familiar: string | null): [CounterKey, ...CounterKey[]] {
    // Where its owner was before, what others do elsewhere does not count.
    if (familiar !== null) return [this.counters.keyOf('pair', 'device', familiar, account)];
    const block = addressBlock(client.ip);
    return [
      this.counters.keyOf('pair', 'address', block, account),
      this.counters.keyOf('account', account),
      this.counters.keyOf('address', block),
    ];
  }

  private readAll(keys: readonly CounterKey[]): Promise<Count[]> {
    return Promise.all(keys.map((key) => this.counters.read(key)));
  }

  /** @throws Problem `too_many_requests` */
  private refuseWhilePaused(client: ClientInfo, keys: readonly CounterKey[], counts: readonly Count[]): Room[] {
    const counted = keys.map((key, index) => ({ key, count: counts[index] ?? NONE }));
    const rooms = counted.map(({ key, count }) => this.roomFor(key, count));
    if (rooms.some(({ pauseMs }) => pauseMs > 0)) throw this.refusalOf(client, counted);
    return rooms;
  }

  /** For the longest pause. */
  private refusalOf(client: ClientInfo, counted: readonly Counted[]): Problem {
    const pauses = counted.map(({ key, count }) => ({ key, pauseMs: this.roomFor(key, count).pauseMs }));
    const { key, pauseMs } = pauses.reduce((longest, each) => (each.pauseMs > longest.pauseMs ? each : longest));
    return tooMany(client, key.kind, pauseMs);
  }

  /** What the others count may be somebody else's doing, and is told to nobody before it refuses. */
  private tellOwn(client: ClientInfo, { key, count }: Counted): void {
    const { tries, pauseMs } = this.roomFor(key, count);
    tellRest(client, key.kind, pauseMs > 0 ? 0 : tries, pauseMs > 0 ? pauseMs : this.counters.left(key, count));
  }

  /** How many tries may be under way together, or how long there is none: beyond the limit of a pair it is one at a time. */
  private roomFor(key: CounterKey, count: Count): Room {
    const limit = limitOf(key);
    // Several tries of one account are one for an address, so that those under way say nothing.
    if (count.total < limit) return { tries: key.kind === 'address' ? Infinity : limit - count.total, pauseMs: 0 };
    if (key.kind !== 'pair') return { tries: 0, pauseMs: this.counters.left(key, count) };
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (count.total - limit), MAX_PAUSE_MS);
    return { tries: 1, pauseMs: Math.max(0, count.since + pauseMs - this.clock.now()) };
  }
}
