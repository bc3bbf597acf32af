import { Injectable } from '@nestjs/common';
import { type Actor, can } from '../access/actor';
import type { Caller } from '../access/caller';
import { LiveKeys } from '../access/live-keys';
import { AuditLog } from '../audit/audit-log';
import { Clock } from '../clock';
import { Database, type Tx } from '../database/database';
import { uuidv7 } from '../database/uuid';
import { invalidField, Problem } from '../http/problem';
import type { IdempotentRequest } from '../idempotency/idempotency-key';
import { RememberedAnswers } from '../idempotency/remembered-answers';
import { occasionOf } from '../mail/occasion';
import { Outbox } from '../mail/outbox';
import { apiKeyPrefix, makeApiKey } from '../tokens/api-key-tokens';
import { mailTo, UserAccounts } from '../users/user-accounts';
import { UsersService } from '../users/users.service';
import { ApiKeyEntity } from './api-key.entity';
import type { ApiKeyDto, MadeApiKeyDto, MakeApiKeyDto } from './api-keys.dto';

const DAY_MS = 86_400_000;
/** Keys of one person, expired ones too. */
const MAX_KEYS = 50;

/** Keys for programs: whoever made them sees and revokes them, and so do administrators. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly accounts: UserAccounts,
    private readonly answers: RememberedAnswers,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly keys: LiveKeys,
    private readonly outbox: Outbox,
    private readonly users: UsersService,
  ) {}

  /** @throws Problem `validation_failed` for a scope that the caller does not hold; `conflict` when there are too many */
  async make(
    caller: Caller,
    { name, scopes, expiresInDays }: MakeApiKeyDto,
    request: IdempotentRequest | null,
  ): Promise<MadeApiKeyDto> {
    const { actor } = caller;
    if (scopes.some((scope) => can(actor, scope) === undefined)) {
      throw invalidField('scopes', 'not_held', 'Choose only what you may do yourself.');
    }
    const now = this.clock.now();
    const id = uuidv7(now);
    const { key, secretHash } = makeApiKey(id);
    const expiresAt = now + expiresInDays * DAY_MS;
    const row = {
      id,
      userId: actor.userId,
      name,
      secretHash,
      scopes: JSON.stringify(scopes),
      expiresAt,
      createdAt: now,
    };
    return this.answers.write(request, async (tx) => {
      await this.requireRoom(tx, actor.userId);
      await tx.manager.insert(ApiKeyEntity, row);
      const after = { name, scopes, expiresAt: new Date(expiresAt).toISOString() };
      await this.audit.record(tx, { by: caller, action: 'api-key.create', subject: { kind: 'api-key', id }, after });
      const account = await this.accounts.require(tx, actor.userId);
      const data = { ...occasionOf(account.name, caller.client, now), keyName: name };
      await this.outbox.send(tx, { ...mailTo(account), kind: 'api-key-created', data });
      return { ...this.present({ ...row, lastUsedAt: null, lastUsedIp: null }), key };
    });
  }

  async listOf(userId: string): Promise<ApiKeyDto[]> {
    const rows = await this.database.manager.find(ApiKeyEntity, {
      where: { userId },
      order: { createdAt: 'DESC', id: 'DESC' },
    });
    return rows.map((row) => this.present(row));
  }

  /** The keys of somebody else. @throws Problem `not_found` */
  async listOfPerson(userId: string): Promise<ApiKeyDto[]> {
    await this.users.get(userId);
    return this.listOf(userId);
  }

  /** @throws Problem `not_found` */
  async revoke(caller: Caller, id: string): Promise<void> {
    await this.database.write((tx) => this.remove(tx, caller, { id, userId: caller.actor.userId }));
  }

  /** @throws Problem `not_found`; `permission_denied` when the person holds more than the caller */
  async revokeOfPerson(caller: Caller, userId: string, id: string): Promise<void> {
    await this.database.write(async (tx) => {
      await this.users.personToActOn(tx, caller.actor, userId);
      await this.remove(tx, caller, { id, userId });
    });
  }

  /** Somebody else takes the account: nothing that acted for whoever was there before goes on. */
  async dropAllOf(tx: Tx, userId: string): Promise<void> {
    await tx.manager.delete(ApiKeyEntity, { userId });
    tx.afterCommit(() => this.keys.forgetUser(userId));
  }

  private async remove(tx: Tx, caller: Caller, where: { id: string; userId: string }): Promise<void> {
    const row = await tx.manager.findOneBy(ApiKeyEntity, where);
    const { affected } = await tx.manager.delete(ApiKeyEntity, where);
    if (!row || affected !== 1) throw new Problem('not_found');
    tx.afterCommit(() => this.keys.forget(where.id));
    const before = { name: row.name, scopes: JSON.parse(row.scopes) as string[] };
    const subject = { kind: 'api-key', id: where.id } as const;
    await this.audit.record(tx, { by: caller, action: 'api-key.revoke', subject, before });
  }

  private async requireRoom(tx: Tx, userId: Actor['userId']): Promise<void> {
    const count = await tx.manager.countBy(ApiKeyEntity, { userId });
    if (count < MAX_KEYS) return;
    throw new Problem('conflict', {
      detail: `You have ${MAX_KEYS} API keys. Revoke one that you do not need any more.`,
    });
  }

  private present(row: ApiKeyEntity): ApiKeyDto {
    return {
      id: row.id,
      name: row.name,
      prefix: apiKeyPrefix(row.id),
      scopes: JSON.parse(row.scopes) as string[],
      createdAt: new Date(row.createdAt).toISOString(),
      expiresAt: new Date(row.expiresAt).toISOString(),
      isExpired: row.expiresAt <= this.clock.now(),
      lastUsedAt: row.lastUsedAt === null ? null : new Date(row.lastUsedAt).toISOString(),
      lastUsedIp: row.lastUsedIp,
    };
  }
}
