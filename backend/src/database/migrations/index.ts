import { CreateAccounts1795478400000 } from './1795478400000-create-accounts';
import { CreateAudit1795564800000 } from './1795564800000-create-audit';

/** In the order in which they run. */
export const MIGRATIONS = [CreateAccounts1795478400000, CreateAudit1795564800000];
