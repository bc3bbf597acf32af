'use client';

import { Button } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState, type RefObject } from 'react';

import { ButtonLink } from '@/components/button-link';
import { Message } from '@/components/message';
import { roleHref } from '@/lib/hrefs';

import type { RoleConflict as Conflict } from './actions';
import { grantFieldId } from './grant-field';
import { changesBetween, type PermissionInfo } from './grants';
import { ReachText } from './reach-text';
import classes from './role-conflict.module.css';

interface RoleConflictProps {
  conflict: Conflict;
  permissions: readonly PermissionInfo[];
  form: RefObject<HTMLFormElement | null>;
  nameFieldId: string;
  /** For those who give theirs up; the link leads to the saved version. */
  onKeepTheirs: () => void;
}

/**
 * Both versions, where they differ. What was chosen stays in the form below, which now stands on the saved version:
 * saving it again is a decision, permission by permission where one likes.
 */
export function RoleConflict({ conflict, permissions, form, nameFieldId, onKeepTheirs }: RoleConflictProps) {
  const t = useTranslations('roles.conflict');
  const box = useRef<HTMLDivElement>(null);
  const { current, yours } = conflict;
  const differing = changesBetween(current.grants, yours.grants, permissions);
  const isRenamed = current.name !== yours.name;

  useEffect(() => box.current?.focus(), []);

  return (
    <Message
      tone="warning"
      role="alert"
      ref={box}
      title={t('title')}
      actions={
        <ButtonLink href={roleHref(current.key)} onClick={onKeepTheirs} size="xs" variant="default">
          {t('keepTheirs')}
        </ButtonLink>
      }
    >
      <p>{t(isRenamed || differing.length > 0 ? 'text' : 'same')}</p>
      {isRenamed && (
        <Pair title={t('name')} theirs={current.name} yours={yours.name}>
          <TakeTheirs what={t('name')} field="name" fieldId={nameFieldId} value={current.name} form={form} />
        </Pair>
      )}
      {differing.map(({ permission: { key, meaning }, from, to }) => (
        <Pair key={key} title={meaning} theirs={<ReachText choice={from} />} yours={<ReachText choice={to} />}>
          <TakeTheirs what={meaning} field={key} fieldId={grantFieldId(key)} value={from} form={form} />
        </Pair>
      ))}
    </Message>
  );
}

interface PairProps {
  title: string;
  theirs: React.ReactNode;
  yours: React.ReactNode;
  children: React.ReactNode;
}

function Pair({ title, theirs, yours, children }: PairProps) {
  const t = useTranslations('roles.conflict');
  return (
    <section className={classes.pair} aria-label={title}>
      <h3 className={classes.title}>{title}</h3>
      <dl className={classes.versions}>
        <div>
          <dt>{t('theirs')}</dt>
          <dd>{theirs}</dd>
        </div>
        <div>
          <dt>{t('yours')}</dt>
          <dd>{yours}</dd>
        </div>
      </dl>
      {children}
    </section>
  );
}

interface TakeTheirsProps {
  what: string;
  field: string;
  fieldId: string;
  value: string;
  form: RoleConflictProps['form'];
}

/** Puts the saved value into the form. It needs scripts; without them it can be chosen by hand. */
function TakeTheirs({ what, field, fieldId, value, form }: TakeTheirsProps) {
  const t = useTranslations('roles.conflict');
  const [taken, setTaken] = useState(false);

  function take() {
    const control = form.current?.elements.namedItem(field);
    if (!(control instanceof HTMLInputElement || control instanceof RadioNodeList)) return;
    control.value = value;
    document.getElementById(fieldId)?.dispatchEvent(new Event('input', { bubbles: true }));
    setTaken(true);
  }

  return (
    <span className={classes.take}>
      <Button size="compact-xs" variant="default" onClick={take} aria-label={t('takeName', { what })}>
        {t('take')}
      </Button>
      <span role="status">{taken && t('taken')}</span>
    </span>
  );
}
