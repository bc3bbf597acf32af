import type { Route } from 'next';
import Link from 'next/link';
import { useTranslations } from 'next-intl';

import { resourceHref, userHref } from '@/lib/hrefs';
import type { Permissions } from '@/lib/permissions';

import type { AuditEvent } from './queries';
import classes from './audit-table.module.css';

/** Who did it, as a link to the person where the caller may follow it. */
export function Actor({ event, permissions }: { event: AuditEvent; permissions: Permissions }) {
  const t = useTranslations('audit');
  if (event.actorId === null) return <span className={classes.quiet}>{t('nobody')}</span>;
  if (event.actorName === null) return <span className={classes.quiet}>{t('gone')}</span>;
  return <Reference href={permissions['users:read'] && userHref(event.actorId)}>{event.actorName}</Reference>;
}

/** What it was done to: its name, or what kind of thing it is and how the API calls it. */
export function Subject({ event, permissions }: { event: AuditEvent; permissions: Permissions }) {
  const t = useTranslations('audit');
  const { subjectKind, subjectId, subjectName } = event;
  if (subjectKind === null || subjectId === null) return <span className={classes.quiet}>{t('nothing')}</span>;
  if (subjectKind === 'user') {
    if (subjectName === null) return <span className={classes.quiet}>{t('gone')}</span>;
    return <Reference href={permissions['users:read'] && userHref(subjectId)}>{subjectName}</Reference>;
  }
  const isThere = subjectKind === 'resource' && event.action !== 'resource.delete';
  const isId = subjectKind === 'resource' || subjectKind === 'session';
  return (
    <span className={classes.subject}>
      <Reference href={isThere && permissions['resources:read'] && resourceHref(subjectId)}>
        {t(`subjects.${subjectKind}`)}
      </Reference>{' '}
      <code title={isId ? subjectId : undefined}>{isId ? shortId(subjectId) : subjectId}</code>
    </span>
  );
}

/** Enough of an id to tell neighbours apart: ids begin with the time they were made, so it is the end that differs. */
export function shortId(id: string): string {
  return id.length > 12 ? `…${id.slice(-8)}` : id;
}

function Reference({ href, children }: { href: Route | false | undefined; children: string }) {
  if (!href) return children;
  return (
    <Link href={href} prefetch={false} className={classes.link}>
      {children}
    </Link>
  );
}
