import { useTranslations } from 'next-intl';

import { DataTable, type Column } from '@/components/data-table';
import { Moment } from '@/components/moment';
import { RowStatusText, StatefulRow } from '@/components/row-status';

import type { SignInMethod } from './queries';
import { UnlinkProvider } from './unlink-provider';

interface MethodTableProps {
  methods: readonly SignInMethod[];
  /** What people know a provider by. */
  labels: Readonly<Record<string, string>>;
  /** The value of `?confirm=`. */
  asked: string | null;
}

export function MethodTable({ methods, labels, asked }: MethodTableProps) {
  const t = useTranslations('account.signInMethods');
  const labelOf = ({ provider }: SignInMethod) => labels[provider] ?? provider;
  const columns: Array<Column<SignInMethod>> = [
    {
      key: 'provider',
      header: t('columns.provider'),
      rowHeader: true,
      render: (method) => (
        <span>
          {labelOf(method)} <RowStatusText />
        </span>
      ),
    },
    { key: 'email', header: t('columns.email'), render: ({ email }) => email ?? t('noEmail') },
    { key: 'createdAt', header: t('columns.createdAt'), render: ({ createdAt }) => <Moment iso={createdAt} /> },
    { key: 'lastUsedAt', header: t('columns.lastUsedAt'), render: ({ lastUsedAt }) => <Moment iso={lastUsedAt} /> },
    {
      key: 'actions',
      header: t('columns.actions'),
      actions: true,
      render: (method) => (
        <UnlinkProvider id={method.id} provider={labelOf(method)} asked={asked === `unlink-${method.id}`} />
      ),
    },
  ];
  return (
    <DataTable
      caption={t('caption')}
      columns={columns}
      rows={methods}
      rowKey={({ id }) => id}
      renderRow={({ id }, cells) => <StatefulRow key={id}>{cells}</StatefulRow>}
    />
  );
}
