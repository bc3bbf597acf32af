import { createHash, type KeyObject } from 'node:crypto';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../clock';
import { Config } from '../config';
import { Database } from '../database/database';
import { databaseNow } from '../database/database-now';
import { DatabaseUnavailable } from '../database/errors';
import { type KeyGeneration, keyRolesAt, SELECT_GENERATIONS } from './key-generations';
import type { JwksDto } from './jwks.dto';
import { type SigningKey, signingKeyFrom } from './signing-key';

/** How far the clock of another instance may be ahead. */
export const CLOCK_SKEW_SECONDS = 60;
/** A rotation is noticed within a second, also where nobody comes with a token of it. */
const LOOK_EVERY_MS = 900;
/** So many rotations may have been missed when a token of the last one comes. */
const FORESEEN = 3;

/** The keys at one moment. */
interface Keys {
  /** Of which generations they are, to see whether anything changed. */
  readonly roles: string;
  readonly current: SigningKey;
  readonly byKid: ReadonlyMap<string, SigningKey>;
  /** Names of those that the next rotations will bring. Nobody can make them up. */
  readonly foreseen: ReadonlySet<string>;
  readonly jwks: JwksDto;
  readonly etag: string;
}

/**
 * The keys of access tokens. All are derived from APP_SECRET; the database says which generations there are, and every
 * instance follows it without a restart. One signs; those that signed lately, and one that will sign soon, verify.
 * @see docs/decisions/0036-signing-keys-by-generation.md
 */
@Injectable()
export class SigningKeys implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(SigningKeys.name);
  /** The first signs; tokens of each are accepted. */
  private readonly secrets: readonly [string, ...string[]];
  private readonly tokenMs: number;
  /** Deriving takes long beside a look at the database. */
  private readonly derived = new Map<string, SigningKey>();
  private keys: Keys | undefined;
  private timer: NodeJS.Timeout | undefined;
  private loading: Promise<void> | undefined;
  private isOver = false;

  constructor(
    { appSecret, appSecretPrevious, accessTokenTtlSeconds }: Config,
    private readonly clock: Clock,
    private readonly database: Database,
  ) {
    this.secrets = appSecretPrevious === undefined ? [appSecret] : [appSecret, appSecretPrevious];
    this.tokenMs = (accessTokenTtlSeconds + CLOCK_SKEW_SECONDS) * 1000;
  }

  async onModuleInit(): Promise<void> {
    await this.load();
    this.lookAgain();
  }

  async onApplicationShutdown(): Promise<void> {
    this.isOver = true;
    clearTimeout(this.timer);
    await this.loading?.catch(() => undefined);
  }

  /** The one that signs. */
  get current(): SigningKey {
    return this.now.current;
  }

  /** Whether tokens signed by it are accepted, as far as this instance knows. */
  has(kid: string): boolean {
    return this.now.byKid.has(kid);
  }

  /**
   * A promise for the key of a rotation that this instance has not noticed yet.
   * @throws DatabaseUnavailable when that cannot be found out
   */
  publicKey(kid: string): KeyObject | undefined | Promise<KeyObject | undefined> {
    const { byKid, foreseen } = this.now;
    return foreseen.has(kid) ? this.newPublicKey(kid) : byKid.get(kid)?.publicKey;
  }

  /** @see RFC 7517 section 5 */
  get jwks(): Keys['jwks'] {
    return this.now.jwks;
  }

  /** Of what `jwks` says: another one after every change of it. */
  get etag(): string {
    return this.now.etag;
  }

  /** Looks which generations there are now. @throws DatabaseUnavailable */
  load(): Promise<void> {
    this.loading ??= this.read().finally(() => (this.loading = undefined));
    return this.loading;
  }

  private get now(): Keys {
    if (!this.keys) throw new Error('The signing keys are asked for before they are loaded.');
    return this.keys;
  }

  private async newPublicKey(kid: string): Promise<KeyObject | undefined> {
    // One that is on its way may have looked before the rotation.
    await this.loading?.catch(() => undefined);
    if (!this.has(kid)) await this.load();
    return this.now.byKid.get(kid)?.publicKey;
  }

  private lookAgain(): void {
    if (this.isOver) return;
    this.timer = setTimeout(() => {
      this.load()
        .catch((error: unknown) => {
          // The database away is told of by whoever needs it now. What was known stays true.
          if (!this.isOver && !(error instanceof DatabaseUnavailable)) this.logger.error(error);
        })
        .finally(() => this.lookAgain());
    }, LOOK_EVERY_MS);
    this.timer.unref();
  }

  private async read(): Promise<void> {
    const rows = await this.database.query<KeyGeneration & { databaseNow: number | null }>(
      SELECT_GENERATIONS.replace(' FROM', `, ${databaseNow(this.database.kind)} AS databaseNow FROM`),
    );
    // By the database's clock where ours is wrong, or it would sign with a key that nobody knows yet.
    const now = this.clock.now() + this.clock.behind(rows[0]?.databaseNow ?? null);
    const roles = keyRolesAt(now, this.tokenMs, rows);
    const text = JSON.stringify(roles);
    if (text === this.keys?.roles) return;
    const keys = this.secrets.flatMap((secret) => roles.verifying.map((each) => this.derive(secret, each)));
    const next = Array.from({ length: FORESEEN }, (_, index) => roles.newest + 1 + index);
    const jwks = { keys: keys.map(({ jwk }) => jwk) };
    this.keys = {
      roles: text,
      current: this.derive(this.secrets[0], roles.signing),
      byKid: new Map(keys.map((key) => [key.kid, key])),
      foreseen: new Set(this.secrets.flatMap((secret) => next.map((each) => this.derive(secret, each).kid))),
      jwks,
      etag: `"${createHash('sha256').update(JSON.stringify(jwks)).digest('base64url')}"`,
    };
  }

  private derive(secret: string, generation: number): SigningKey {
    const id = `${generation} ${secret}`;
    const key = this.derived.get(id) ?? signingKeyFrom(secret, generation);
    this.derived.set(id, key);
    return key;
  }
}
