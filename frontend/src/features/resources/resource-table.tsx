import type { Route } from 'next';
import Link from 'next/link';
import { useTranslations } from 'next-intl';

import { ButtonLink } from '@/components/button-link';
import { DataTable, type Column } from '@/components/data-table';
import { Moment } from '@/components/moment';
import { RowStatusText, StatefulRow } from '@/components/row-status';
import { SortLink } from '@/components/sort-link';
import { directionOf, nextSort } from '@/components/sort-order';
import { editResourceHref, resourceHref } from '@/lib/hrefs';
import type { Permissions } from '@/lib/permissions';

import { DeleteResourceInRow } from './delete-resource';
import { listHref, type ResourceListState } from './list-state';
import { may } from './may';
import type { Resource } from './queries';
import classes from './resource-table.module.css';
import { VisibilityBadge } from './visibility-badge';

interface ResourceTableProps {
  resources: readonly Resource[];
  user: { id: string; permissions: Permissions };
  state: ResourceListState;
  /** The value of `?confirm=`. */
  asked: string | null;
}

export function ResourceTable({ resources, user, state, asked }: ResourceTableProps) {
  const t = useTranslations('resources');
  const here = listHref(state, { cursor: state.cursor, trail: state.trail });
  const columns: Array<Column<Resource>> = [
    {
      key: 'title',
      header: t('columns.title'),
      rowHeader: true,
      sort: sortBy('title', t('columns.title'), state, 'ascending'),
      render: (resource) => <Title resource={resource} />,
    },
    {
      key: 'owner',
      header: t('columns.owner'),
      render: ({ ownerId, ownerName }) => (ownerId === user.id ? t('you') : ownerName),
    },
    { key: 'visibility', header: t('columns.visibility'), render: (resource) => <VisibilityBadge of={resource} /> },
    {
      key: 'updatedAt',
      header: t('columns.updatedAt'),
      sort: sortBy('updatedAt', t('columns.updatedAt'), state, 'descending'),
      render: ({ updatedAt }) => <Moment iso={updatedAt} />,
    },
    {
      key: 'actions',
      header: t('columns.actions'),
      actions: true,
      render: (resource) => <Actions resource={resource} user={user} here={here} asked={asked} />,
    },
  ];
  return (
    <DataTable
      caption={t('title')}
      columns={columns}
      rows={resources}
      rowKey={({ id }) => id}
      renderRow={({ id }, cells) => <StatefulRow key={id}>{cells}</StatefulRow>}
    />
  );
}

function sortBy(
  field: 'title' | 'updatedAt',
  label: string,
  state: ResourceListState,
  first: 'ascending' | 'descending',
) {
  const sort = nextSort(state.sort, field, first) as ResourceListState['sort'];
  const direction = directionOf(state.sort, field);
  return { direction, link: <SortLink label={label} direction={direction} href={listHref(state, { sort })} /> };
}

function Title({ resource: { id, title } }: { resource: Resource }) {
  return (
    <>
      <Link href={resourceHref(id)} prefetch={false} className={classes.title}>
        {title}
      </Link>
      <RowStatusText />
    </>
  );
}

interface ActionsProps {
  resource: Resource;
  user: ResourceTableProps['user'];
  here: Route;
  asked: string | null;
}

function Actions({ resource, user, here, asked }: ActionsProps) {
  const t = useTranslations('resources');
  const { id, title, ownerId } = resource;
  return (
    <span className={classes.actions}>
      {may(user, 'resources:update', ownerId) && (
        <ButtonLink
          href={editResourceHref(id)}
          size="compact-sm"
          variant="subtle"
          color="gray"
          aria-label={t('editName', { title })}
        >
          {t('edit')}
        </ButtonLink>
      )}
      {may(user, 'resources:delete', ownerId) && (
        <DeleteResourceInRow resource={{ id, title }} here={here} back={here} asked={asked === `delete-${id}`} />
      )}
    </span>
  );
}
