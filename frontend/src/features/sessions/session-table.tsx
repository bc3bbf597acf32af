import { useTranslations } from 'next-intl';

import { StatusBadge } from '@/components/badge';
import { DataTable, type Column } from '@/components/data-table';
import { Icon } from '@/components/icon';
import { Moment } from '@/components/moment';
import { RowStatusText, StatefulRow } from '@/components/row-status';

import { deviceIcon, deviceName } from './device-name';
import { EndSession } from './end-session';
import type { Session } from './queries';
import classes from './session-table.module.css';

interface SessionTableProps {
  caption: string;
  sessions: readonly Session[];
  /** Present where single sessions can be ended from here; the value of `?confirm=`. */
  endable?: { asked: string | null };
}

export function SessionTable({ caption, sessions, endable }: SessionTableProps) {
  const t = useTranslations('sessions');
  const columns: Array<Column<Session>> = [
    {
      key: 'device',
      header: t('columns.device'),
      rowHeader: true,
      render: (session) => <DeviceCell session={session} />,
    },
    { key: 'ip', header: t('columns.ip'), render: ({ ip }) => <span className={classes.address}>{ip}</span> },
    { key: 'createdAt', header: t('columns.createdAt'), render: ({ createdAt }) => <Moment iso={createdAt} /> },
    { key: 'lastUsedAt', header: t('columns.lastUsedAt'), render: ({ lastUsedAt }) => <Moment iso={lastUsedAt} /> },
    { key: 'expires', header: t('columns.expires'), render: (session) => <Moment iso={endOf(session)} /> },
  ];
  if (endable) {
    columns.push({
      key: 'actions',
      header: t('columns.actions'),
      actions: true,
      render: ({ id, userAgent, current }) =>
        !current && <EndSession id={id} device={deviceName(userAgent, t)} asked={endable.asked === `end-${id}`} />,
    });
  }
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={sessions}
      rowKey={({ id }) => id}
      renderRow={({ id }, cells) => <StatefulRow key={id}>{cells}</StatefulRow>}
    />
  );
}

/** A session ends when it is not used, and in any case some day: whichever comes first. */
function endOf({ idleExpiresAt, expiresAt }: Session): string {
  return idleExpiresAt < expiresAt ? idleExpiresAt : expiresAt;
}

function DeviceCell({ session: { userAgent, current } }: { session: Session }) {
  const t = useTranslations('sessions');
  return (
    <span className={classes.device}>
      <Icon name={deviceIcon(userAgent)} />
      <span>
        <span className={classes.name}>
          {deviceName(userAgent, t)}
          {current && <StatusBadge tone="good">{t('thisDevice')}</StatusBadge>}
        </span>
        <RowStatusText />
      </span>
    </span>
  );
}
