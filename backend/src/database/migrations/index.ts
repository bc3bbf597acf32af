import { CreateAccounts1795478400000 } from './1795478400000-create-accounts';

/** In the order in which they run. */
export const MIGRATIONS = [CreateAccounts1795478400000];
