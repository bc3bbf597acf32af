import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../access/actor';
import { type LiveKey, LiveKeys } from '../access/live-keys';
import { Clock } from '../clock';
import { Database } from '../database/database';
import { ClientInfoPipe } from '../http/client-info';
import { type ApiKeyClaim, isSecretOf, parseApiKey } from '../tokens/api-key-tokens';

const HEADER = /^Bearer (lk_.*)$/i;
/** How often it is written when a key was used. */
const USE_MS = 60_000;

/** The API key in an `Authorization` header; undefined when there is none. */
export function apiKeyIn(authorization: string): string | undefined {
  return HEADER.exec(authorization)?.[1];
}

/** Who is calling with an API key. */
@Injectable()
export class ApiKeyCallers implements OnApplicationShutdown {
  private readonly logger = new Logger(ApiKeyCallers.name);
  /** By key, while it is on its way. */
  private readonly noting = new Map<string, Promise<unknown>>();

  constructor(
    private readonly clientInfo: ClientInfoPipe,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly keys: LiveKeys,
  ) {}

  /** @returns null when the key must be refused; what is no key costs no query */
  actorOf(request: FastifyRequest, text: string): Actor | null | Promise<Actor | null> {
    const claim = parseApiKey(text);
    if (!claim) return null;
    const live = this.keys.find(claim.id);
    if (live instanceof Promise) return live.then((key) => this.admit(request, claim, key));
    return this.admit(request, claim, live);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.noting.values());
  }

  private admit(request: FastifyRequest, claim: ApiKeyClaim, key: LiveKey | null): Actor | null {
    const now = this.clock.now();
    if (!key || !isSecretOf(claim, key.secretHash) || key.expiresAt <= now) return null;
    if (key.lastUsedAt === null || now - key.lastUsedAt >= USE_MS) {
      key.lastUsedAt = now;
      this.noteUse(claim.id, now, this.clientInfo.transform(request).ip);
    }
    return key.actor;
  }

  /** Nobody waits for it: what only reads must not wait for a database that cannot be written. Once among all instances. */
  private noteUse(id: string, now: number, ip: string): void {
    if (this.noting.has(id)) return;
    const noted = this.database
      .execute(
        'UPDATE api_keys SET last_used_at = ?, last_used_ip = ? WHERE id = ? AND (last_used_at IS NULL OR last_used_at <= ?)',
        [now, ip, id, now - USE_MS],
      )
      .catch((error: unknown) => this.logger.error(error, 'the use of an API key could not be noted'))
      .finally(() => this.noting.delete(id));
    this.noting.set(id, noted);
  }
}
