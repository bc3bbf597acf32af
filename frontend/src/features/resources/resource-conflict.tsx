'use client';

import { Button } from '@mantine/core';
import type { Route } from 'next';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState, type RefObject } from 'react';

import { ButtonLink } from '@/components/button-link';
import { Message } from '@/components/message';

import type { SaveConflict } from './actions';
import classes from './resource-conflict.module.css';

const compared = ['title', 'body', 'visibility'] as const;
type Compared = (typeof compared)[number];

interface ResourceConflictProps {
  conflict: SaveConflict;
  form: RefObject<HTMLFormElement | null>;
  fieldIds: Record<Compared, string>;
  /** Where the saved version can be seen: for those who give theirs up. */
  keepHref: Route;
}

/**
 * Both versions, where they differ. What was typed stays in the form below, which now stands on the saved version:
 * saving it again is a decision, field by field where one likes.
 */
export function ResourceConflict({ conflict, form, fieldIds, keepHref }: ResourceConflictProps) {
  const t = useTranslations('resources.conflict');
  const box = useRef<HTMLDivElement>(null);
  const { current, yours } = conflict;
  const differing = compared.filter((field) => current[field] !== yours[field]);

  useEffect(() => box.current?.focus(), []);

  return (
    <Message
      tone="warning"
      role="alert"
      ref={box}
      title={t('title')}
      actions={
        <ButtonLink href={keepHref} size="xs" variant="default">
          {t('keepTheirs')}
        </ButtonLink>
      }
    >
      <p>{t(differing.length > 0 ? 'text' : 'same')}</p>
      {differing.map((field) => (
        <section key={`${field}-${current.version}`} className={classes.pair} aria-label={t(`fields.${field}`)}>
          <h3 className={classes.field}>{t(`fields.${field}`)}</h3>
          <Version label={t('theirs')} field={field} text={current[field]}>
            <TakeTheirs field={field} value={current[field]} form={form} fieldId={fieldIds[field]} />
          </Version>
          <Version label={t('yours')} field={field} text={yours[field]} />
        </section>
      ))}
    </Message>
  );
}

function Version({
  label,
  field,
  text,
  children,
}: {
  label: string;
  field: Compared;
  text: string;
  children?: React.ReactNode;
}) {
  const t = useTranslations('resources');
  const shown = field === 'visibility' ? t(`visibility.${text === 'internal' ? 'internal' : 'private'}`) : text;
  return (
    <div className={classes.version}>
      <p className={classes.label}>{label}</p>
      {/* Reachable by keyboard, because a long text scrolls. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes.text} tabIndex={0} role="group" aria-label={label}>
        {shown || t('conflict.empty')}
      </div>
      {children}
    </div>
  );
}

/** Puts the saved value into the form. It needs scripts; without them the text is there to be copied. */
function TakeTheirs({
  field,
  value,
  form,
  fieldId,
}: {
  field: Compared;
  value: string;
  form: ResourceConflictProps['form'];
  fieldId: string;
}) {
  const t = useTranslations('resources.conflict');
  const [taken, setTaken] = useState(false);

  function take() {
    const control = form.current?.elements.namedItem(field);
    if (
      control instanceof HTMLInputElement ||
      control instanceof HTMLTextAreaElement ||
      control instanceof RadioNodeList
    ) {
      control.value = value;
      document.getElementById(fieldId)?.dispatchEvent(new Event('input', { bubbles: true }));
      setTaken(true);
    }
  }

  return (
    <span className={classes.take}>
      <Button
        size="compact-xs"
        variant="default"
        onClick={take}
        aria-label={t('takeName', { field: t(`fields.${field}`) })}
      >
        {t('take')}
      </Button>
      <span role="status">{taken && t('taken')}</span>
    </span>
  );
}
