'use client';

import { useTranslations } from 'next-intl';
import type { RefObject } from 'react';

import { ChangeList } from './change-list';
import { changesBetween, grantsFrom, type PermissionInfo, type Role } from './grants';
import classes from './unsaved-changes.module.css';
import { useTyped } from './use-typed';

interface UnsavedChangesProps {
  form: RefObject<HTMLFormElement | null>;
  /** The version that a save would replace. */
  role: Role;
  permissions: readonly PermissionInfo[];
}

/** What a save would change, told while it is chosen. Without scripts the page after the save says it. */
export function UnsavedChanges({ form, role, permissions }: UnsavedChangesProps) {
  const t = useTranslations('roles.changes');
  const typed = useTyped(form);
  const name = typed?.get('name')?.trim() ?? role.name;
  const changes = typed ? changesBetween(role.grants, grantsFrom(Object.fromEntries(typed)), permissions) : [];
  const isRenamed = name !== role.name;
  const count = changes.length + (isRenamed ? 1 : 0);
  return (
    <div role="status" className={classes.box} data-any={count > 0}>
      <p className={classes.title}>{t('count', { count })}</p>
      {count > 0 && <ChangeList newName={isRenamed ? name : undefined} changes={changes} />}
    </div>
  );
}
