import { requireSession } from '@/auth/session';
import { exportList } from '@/features/export/answer';
import type { CsvColumn } from '@/lib/csv';
import { loadUserListState } from '@/features/users/list-state';
import { userPages, type User } from '@/features/users/queries';

const COLUMNS: Array<CsvColumn<User>> = [
  { name: 'id', value: ({ id }) => id },
  { name: 'name', value: ({ name }) => name },
  { name: 'email', value: ({ email }) => email },
  { name: 'role', value: ({ role }) => role },
  { name: 'status', value: ({ status }) => status },
  { name: 'createdAt', value: ({ createdAt }) => createdAt },
  { name: 'lastLoginAt', value: ({ lastLoginAt }) => lastLoginAt },
];

/** The people in the list, by the filter in the address. */
export async function GET(request: Request): Promise<Response> {
  const session = await requireSession({ requires: 'users:read' });
  const state = loadUserListState(request);
  const read = await userPages(session, state);
  return exportList({ name: 'users', format: 'csv', columns: COLUMNS, read, list: '/admin/users' });
}
