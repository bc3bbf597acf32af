import { ApiKeyEntity } from './api-keys/api-key.entity';
import { AuditChainEntity } from './audit/audit-chain.entity';
import { AuditDayEntity } from './audit/audit-day.entity';
import { AuditEventEntity } from './audit/audit-event.entity';
import { IdempotencyKeyEntity } from './idempotency/idempotency-key.entity';
import { IdentityEntity } from './identities/identity.entity';
import { UsedProofEntity } from './identities/used-proof.entity';
import { MailEntity } from './mail/mail.entity';
import { MailedTokenEntity } from './mailed-tokens/mailed-token.entity';
import { ResourceEntity } from './resources/resource.entity';
import { RoleEntity } from './roles/role.entity';
import { SessionEntity } from './sessions/session.entity';
import { SigningKeyEntity } from './tokens/signing-key.entity';
import { ThrottleCounterEntity } from './throttle/throttle-counter.entity';
import { UserWordEntity } from './users/user-word.entity';
import { UserEntity } from './users/user.entity';

/** Every table that the features own. */
export const ENTITIES = [
  ApiKeyEntity,
  AuditChainEntity,
  AuditDayEntity,
  AuditEventEntity,
  IdempotencyKeyEntity,
  IdentityEntity,
  MailEntity,
  MailedTokenEntity,
  ResourceEntity,
  RoleEntity,
  SessionEntity,
  SigningKeyEntity,
  ThrottleCounterEntity,
  UsedProofEntity,
  UserEntity,
  UserWordEntity,
] as const;
