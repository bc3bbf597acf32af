import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller';
import { AuditLog } from '../audit/audit-log';
import { Clock } from '../clock';
import type { ProviderId } from '../config-providers';
import { Database, type Tx } from '../database/database';
import { Problem } from '../http/problem';
import { occasionOf } from '../mail/occasion';
import { Outbox } from '../mail/outbox';
import { LinkThrottle } from '../throttle/link-throttle';
import { mailTo, UserAccounts } from '../users/user-accounts';
import { UsersService } from '../users/users.service';
import type { IdentityDto, IdentityListDto } from './identities.dto';
import { IdentityEntity } from './identity.entity';
import { againAfterConflict, IdentityRows } from './identity-rows';
import { requireWebApp } from './oauth.service';
import { failureOf, type Proven, type ProviderProof } from './proofs';
import { ProviderProofs } from './provider-proofs';

/** The ways in which somebody may sign in besides the password. */
@Injectable()
export class IdentitiesService {
  constructor(
    private readonly accounts: UserAccounts,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly identities: IdentityRows,
    private readonly outbox: Outbox,
    private readonly proofs: ProviderProofs,
    private readonly throttle: LinkThrottle,
    private readonly users: UsersService,
  ) {}

  async listOf(userId: string): Promise<IdentityListDto> {
    const rows = await this.database.manager.find(IdentityEntity, {
      where: { userId },
      order: { createdAt: 'ASC', id: 'ASC' },
    });
    const credentials = await this.users.findCredentials(userId);
    return { items: rows.map(present), hasPassword: credentials?.passwordHash !== null };
  }

  /**
   * Links what the caller has proven to hold. Linking twice is linking once.
   * @throws Problem `conflict` when it is linked to somebody else; `invalid_proof`; `unavailable`; `too_many_requests`
   */
  async link(caller: Caller, providerId: string, proof: ProviderProof): Promise<IdentityDto> {
    requireWebApp(caller.client);
    try {
      return await this.throttle.guard(caller.client, async () => {
        const proven = await this.proofs.verify(providerId, proof);
        return againAfterConflict(() => this.database.write((tx) => this.add(tx, caller, proven)));
      });
    } catch (error) {
      const reason = failureOf(error);
      if (reason !== undefined) {
        const subject = { kind: 'user', id: caller.actor.userId } as const;
        const record = {
          action: 'identity.link',
          outcome: 'failure',
          subject,
          after: { provider: providerId, reason },
        } as const;
        await this.audit.recordAlone({ by: caller, ...record });
      }
      throw error;
    }
  }

  private async add(tx: Tx, caller: Caller, proven: Proven): Promise<IdentityDto> {
    const { actor, client } = caller;
    await this.identities.use(tx, proven);
    const known = await this.identities.find(tx, proven);
    if (known?.userId === actor.userId) return present(known);
    const row = await this.identities.add(tx, actor.userId, proven);
    const subject = { kind: 'user', id: actor.userId } as const;
    const after = { provider: proven.provider, email: proven.email };
    await this.audit.record(tx, { by: caller, action: 'identity.link', subject, after });
    const account = await this.accounts.require(tx, actor.userId);
    const provider = this.proofs.labelOf(proven.provider);
    const data = { ...occasionOf(account.name, client, this.clock.now()), provider };
    await this.outbox.send(tx, { ...mailTo(account), kind: 'identity-linked', data });
    return present(row);
  }

  /** @throws Problem `not_found`; `conflict` for the last way to sign in */
  async unlink(caller: Caller, id: string): Promise<void> {
    const { userId } = caller.actor;
    await this.database.write(async (tx) => {
      // Two at the same time wait for each other, or both would find that there is another one.
      await tx.execute('UPDATE users SET version = version + 1 WHERE id = ?', [userId]);
      const rows = await tx.manager.findBy(IdentityEntity, { userId });
      const row = rows.find((each) => each.id === id);
      if (!row) throw new Problem('not_found');
      const credentials = await this.users.findCredentials(userId, tx);
      if (rows.length === 1 && credentials?.passwordHash === null) {
        throw new Problem('conflict', { detail: 'This is your last way to sign in. Set a password first.' });
      }
      await tx.manager.delete(IdentityEntity, { id, userId });
      const before = { provider: row.provider, email: row.email };
      await this.audit.record(tx, {
        by: caller,
        action: 'identity.unlink',
        subject: { kind: 'user', id: userId },
        before,
      });
    });
  }
}

function present({ id, provider, email, createdAt, lastUsedAt }: IdentityEntity): IdentityDto {
  return {
    id,
    provider: provider as ProviderId,
    email,
    createdAt: new Date(createdAt).toISOString(),
    lastUsedAt: new Date(lastUsedAt).toISOString(),
  };
}
