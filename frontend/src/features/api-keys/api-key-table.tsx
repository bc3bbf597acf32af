import { useTranslations } from 'next-intl';

import { StatusBadge } from '@/components/badge';
import { DataTable, type Column } from '@/components/data-table';
import { Moment } from '@/components/moment';
import { RowStatusText, StatefulRow } from '@/components/row-status';

import classes from './api-key-table.module.css';
import type { ApiKey } from './queries';
import { RevokeKey, type RevokeKeyProps } from './revoke-key';

interface ApiKeyTableProps {
  caption: string;
  keys: readonly ApiKey[];
  /** Present where keys can be revoked from here. */
  revocable?: Omit<RevokeKeyProps, 'id' | 'name'>;
}

export function ApiKeyTable({ caption, keys, revocable }: ApiKeyTableProps) {
  const t = useTranslations('apiKeys');
  const columns: Array<Column<ApiKey>> = [
    { key: 'name', header: t('columns.name'), rowHeader: true, render: (key) => <NameCell apiKey={key} /> },
    { key: 'scopes', header: t('columns.scopes'), render: ({ scopes }) => <ScopesCell scopes={scopes} /> },
    { key: 'createdAt', header: t('columns.createdAt'), render: ({ createdAt }) => <Moment iso={createdAt} /> },
    { key: 'lastUsedAt', header: t('columns.lastUsedAt'), render: (key) => <UseCell apiKey={key} /> },
    {
      key: 'expiresAt',
      header: t('columns.expiresAt'),
      render: ({ expiresAt }) => <Moment iso={expiresAt} form="date" />,
    },
  ];
  if (revocable) {
    columns.push({
      key: 'actions',
      header: t('columns.actions'),
      actions: true,
      render: ({ id, name }) => <RevokeKey id={id} name={name} {...revocable} />,
    });
  }
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={keys}
      rowKey={({ id }) => id}
      renderRow={({ id }, cells) => <StatefulRow key={id}>{cells}</StatefulRow>}
    />
  );
}

function NameCell({ apiKey: { name, prefix, isExpired } }: { apiKey: ApiKey }) {
  const t = useTranslations('apiKeys');
  return (
    <span>
      <span className={classes.name}>
        {isExpired ? <s>{name}</s> : name}
        {isExpired && <StatusBadge tone="neutral">{t('expired')}</StatusBadge>}
      </span>
      <code className={classes.prefix}>{prefix}…</code>
      <RowStatusText />
    </span>
  );
}

function ScopesCell({ scopes }: { scopes: readonly string[] }) {
  return (
    <ul className={classes.scopes}>
      {scopes.map((scope) => (
        <li key={scope}>
          <code>{scope}</code>
        </li>
      ))}
    </ul>
  );
}

function UseCell({ apiKey: { lastUsedAt, lastUsedIp } }: { apiKey: ApiKey }) {
  const t = useTranslations('apiKeys');
  if (lastUsedAt === null) return t('never');
  return (
    <span className={classes.use}>
      <Moment iso={lastUsedAt} />
      {lastUsedIp && <span className={classes.address}>{lastUsedIp}</span>}
    </span>
  );
}
