import { requireSession } from '@/auth/session';
import { exportList } from '@/features/export/answer';
import type { CsvColumn } from '@/lib/csv';
import { loadListState } from '@/features/resources/list-state';
import { resourcePages, type Resource } from '@/features/resources/queries';

const COLUMNS: Array<CsvColumn<Resource>> = [
  { name: 'id', value: ({ id }) => id },
  { name: 'title', value: ({ title }) => title },
  { name: 'body', value: ({ body }) => body },
  { name: 'visibility', value: ({ visibility }) => visibility },
  { name: 'ownerId', value: ({ ownerId }) => ownerId },
  { name: 'ownerName', value: ({ ownerName }) => ownerName },
  { name: 'createdAt', value: ({ createdAt }) => createdAt },
  { name: 'updatedAt', value: ({ updatedAt }) => updatedAt },
  { name: 'version', value: ({ version }) => version },
];

/** The resources in the list, by the filter in the address. */
export async function GET(request: Request): Promise<Response> {
  const session = await requireSession({ requires: 'resources:read' });
  const state = loadListState(request);
  const read = await resourcePages(session, state);
  return exportList({ name: 'resources', format: 'csv', columns: COLUMNS, read, list: '/resources' });
}
