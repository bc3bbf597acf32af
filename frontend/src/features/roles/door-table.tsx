import { useFormatter, useTranslations } from 'next-intl';

import { DataTable, type Column } from '@/components/data-table';

import { rolesThatPass, type Door } from './doors';
import classes from './door-table.module.css';
import type { Role } from './grants';
import { useRuleName } from './rule-name';

/** Everything of the API that a request can reach, and who may. */
export function DoorTable({ doors, roles }: { doors: readonly Door[]; roles: readonly Role[] }) {
  const t = useTranslations('access.doors');
  const ruleName = useRuleName();
  const columns: Array<Column<Door>> = [
    {
      key: 'door',
      header: t('door'),
      rowHeader: true,
      width: '22rem',
      render: ({ method, path }) => (
        <code className={classes.door}>
          <span className={classes.method}>{method}</span>
          <span> {path}</span>
        </code>
      ),
    },
    { key: 'rule', header: t('rule'), render: ({ rule }) => ruleName(rule) },
    { key: 'who', header: t('who'), render: ({ rule }) => <WhoPasses rule={rule} roles={roles} /> },
    {
      key: 'sessionOnly',
      header: t('with'),
      render: (door) => t(credentialOf(door)),
    },
  ];
  return (
    <DataTable
      caption={t('caption')}
      columns={columns}
      rows={doors}
      rowKey={({ method, path }) => `${method} ${path}`}
    />
  );
}

function credentialOf({ rule, sessionOnly, freshProof }: Door) {
  if (rule === 'public') return 'withNothing';
  if (freshProof) return 'withProof';
  return sessionOnly ? 'withSession' : 'withKey';
}

function WhoPasses({ rule, roles }: { rule: string; roles: readonly Role[] }) {
  const t = useTranslations('access.doors');
  const format = useFormatter();
  const who = rolesThatPass(rule, roles);
  if (typeof who === 'string') return t(who);
  return who.length > 0 ? format.list(who.map(({ name }) => name)) : t('nobody');
}
