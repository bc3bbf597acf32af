import { useLocale, useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { CopyButton } from '@/components/copy-button';
import { absoluteTime } from '@/components/time-text';
import { roleName } from '@/lib/role-name';

import { ChangeList } from './change-list';
import classes from './event-details.module.css';
import { auditHref } from './list-state';
import type { AuditEvent } from './queries';

/** The rest of an event: what it changed, who and what it speaks of by their ids, and all of it as the API tells it. */
export function EventDetails({ event }: { event: AuditEvent }) {
  const t = useTranslations('audit');
  const locale = useLocale();
  const name = { action: t(`actions.${event.action}`), time: absoluteTime(event.occurredAt, locale, 'UTC') };
  return (
    <details className={classes.details}>
      <summary className={classes.summary} aria-label={t('details.summaryName', name)}>
        {t('details.summary')}
      </summary>
      <div className={classes.content}>
        <section className={classes.part}>
          <h3 className={classes.heading}>{t('details.changes')}</h3>
          <ChangeList before={event.before} after={event.after} />
        </section>
        <section className={classes.part}>
          <h3 className={classes.heading}>{t('details.about')}</h3>
          <About event={event} />
        </section>
        <section className={classes.json}>
          <h3 className={classes.heading}>{t('details.json')}</h3>
          {/* Reachable by keyboard, because it scrolls. */}
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <pre className={classes.code} tabIndex={0} role="region" aria-label={t('details.jsonName', name)}>
            {JSON.stringify(event, null, 2)}
          </pre>
        </section>
      </div>
    </details>
  );
}

function About({ event }: { event: AuditEvent }) {
  const t = useTranslations('audit.details');
  const tRoles = useTranslations('roles');
  const { actorId, actorRole, apiKeyId, subjectId, userAgent, requestId } = event;
  return (
    <dl className={classes.facts}>
      <Fact label={t('requestId')}>
        <Code text={requestId} copyLabel={t('copyRequest')} />
      </Fact>
      <Fact label={t('device')}>{userAgent ?? t('deviceUnknown')}</Fact>
      {actorRole && <Fact label={t('role')}>{roleName(actorRole, tRoles)}</Fact>}
      {apiKeyId && (
        <Fact label={t('apiKeyId')}>
          <Code text={apiKeyId} copyLabel={t('copyApiKey')} />
          <FilterLink href={auditHref({ subject: apiKeyId })}>{t('onApiKey')}</FilterLink>
        </Fact>
      )}
      {actorId && (
        <Fact label={t('actorId')}>
          <Code text={actorId} copyLabel={t('copyActor')} />
          <FilterLink href={auditHref({ actor: actorId })}>{t('byActor')}</FilterLink>
        </Fact>
      )}
      {subjectId && (
        <Fact label={t('subjectId')}>
          <Code text={subjectId} copyLabel={t('copySubject')} />
          <FilterLink href={auditHref({ subject: subjectId })}>{t('onSubject')}</FilterLink>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Code({ text, copyLabel }: { text: string; copyLabel: string }) {
  return (
    <span className={classes.id}>
      <code>{text}</code>
      <CopyButton text={text} label={copyLabel} />
    </span>
  );
}

function FilterLink({ href, children }: { href: ReturnType<typeof auditHref>; children: string }) {
  return (
    <Link href={href} prefetch={false} className={classes.link}>
      {children}
    </Link>
  );
}
