import { CreateAccounts1795478400000 } from './1795478400000-create-accounts';
import { CreateAudit1795564800000 } from './1795564800000-create-audit';
import { CreateUserWords1795651200000 } from './1795651200000-create-user-words';
import { CreateMails1795651300000 } from './1795651300000-create-mails';
import { CreateMailedTokens1795651400000 } from './1795651400000-create-mailed-tokens';
import { CreateThrottleCounters1795651500000 } from './1795651500000-create-throttle-counters';
import { AddUserEnds1795651700000 } from './1795651700000-add-user-ends';
import { AddPasswordChangedAt1795651800000 } from './1795651800000-add-password-changed-at';
import { CreateApiKeys1795651900000 } from './1795651900000-create-api-keys';
import { CreateSigningKeys1795652000000 } from './1795652000000-create-signing-keys';
import { CreateIdempotencyKeys1795652100000 } from './1795652100000-create-idempotency-keys';
import { CreateIdentities1795652200000 } from './1795652200000-create-identities';

/** In the order in which they run. */
export const MIGRATIONS = [
  CreateAccounts1795478400000,
  CreateAudit1795564800000,
  CreateUserWords1795651200000,
  CreateMails1795651300000,
  CreateMailedTokens1795651400000,
  CreateThrottleCounters1795651500000,
  AddUserEnds1795651700000,
  AddPasswordChangedAt1795651800000,
  CreateApiKeys1795651900000,
  CreateSigningKeys1795652000000,
  CreateIdempotencyKeys1795652100000,
  CreateIdentities1795652200000,
];
