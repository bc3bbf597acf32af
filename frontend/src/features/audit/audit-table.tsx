import { useTranslations } from 'next-intl';

import { DataTable, type Column } from '@/components/data-table';
import { Moment } from '@/components/moment';
import type { Permissions } from '@/lib/permissions';

import classes from './audit-table.module.css';
import { EventDetails } from './event-details';
import { OutcomeText } from './outcome';
import type { AuditEvent } from './queries';
import { Actor, shortId, Subject } from './who';

interface AuditTableProps {
  caption: string;
  events: readonly AuditEvent[];
  /** Of whoever looks: what they may open is a link. */
  permissions: Permissions;
}

/** Events, each with a second row below it that opens. */
export function AuditTable({ caption, events, permissions }: AuditTableProps) {
  const t = useTranslations('audit');
  const columns: Array<Column<AuditEvent>> = [
    {
      key: 'time',
      inCard: 'bare',
      width: '11.75rem',
      header: t('columns.time'),
      render: ({ occurredAt }) => <Moment iso={occurredAt} form="exact" />,
    },
    { key: 'action', header: t('columns.action'), rowHeader: true, render: ({ action }) => t(`actions.${action}`) },
    { key: 'actor', header: t('columns.actor'), render: (event) => <Actor event={event} permissions={permissions} /> },
    {
      key: 'subject',
      header: t('columns.subject'),
      render: (event) => <Subject event={event} permissions={permissions} />,
    },
    { key: 'outcome', header: t('columns.outcome'), render: ({ outcome }) => <OutcomeText outcome={outcome} /> },
    { key: 'ip', header: t('columns.ip'), render: ({ ip }) => <span className={classes.number}>{ip ?? '–'}</span> },
    {
      key: 'request',
      header: t('columns.request'),
      render: ({ requestId }) => <code title={requestId}>{shortId(requestId)}</code>,
    },
  ];
  return (
    <div className={classes.events}>
      <DataTable
        caption={caption}
        columns={columns}
        rows={events}
        rowKey={({ id }) => id}
        renderBelow={(event) => <EventDetails event={event} />}
      />
    </div>
  );
}
