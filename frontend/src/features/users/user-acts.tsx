'use client';

import { NativeSelect } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { ConfirmAct } from '@/components/confirm-act';
import { userHref } from '@/lib/hrefs';

import { deleteUser, restoreUser, setDisabled, setRole } from './actions';
import classes from './user-acts.module.css';

interface Person {
  id: string;
  name: string;
}

/** Keeps somebody out, or lets them in again. */
export function DisableUser({ person, isDisabled, asked }: { person: Person; isDisabled: boolean; asked: boolean }) {
  const t = useTranslations(isDisabled ? 'users.enable' : 'users.disable');
  const { id, name } = person;
  return (
    <ConfirmAct
      label={t('confirm', { name })}
      button={isDisabled ? undefined : { color: 'red', variant: 'outline' }}
      title={t('question', { name })}
      confirmLabel={t('confirm', { name })}
      destructive={!isDisabled}
      action={setDisabled}
      fields={{ id, disabled: String(!isDisabled) }}
      here={userHref(id)}
      confirmId="status"
      asked={asked}
    >
      <p>{t('consequence', { name })}</p>
    </ConfirmAct>
  );
}

/** Lets somebody's account be erased in 14 days, or takes that back. */
export function DeleteUser({ person, isDeleted, asked }: { person: Person; isDeleted: boolean; asked: boolean }) {
  const t = useTranslations(isDeleted ? 'users.restore' : 'users.delete');
  const { id, name } = person;
  return (
    <ConfirmAct
      label={t('confirm', { name })}
      button={isDeleted ? undefined : { color: 'red', variant: 'outline' }}
      title={t('question', { name })}
      confirmLabel={t('confirm', { name })}
      destructive={!isDeleted}
      action={isDeleted ? restoreUser : deleteUser}
      fields={{ id }}
      here={userHref(id)}
      confirmId="delete"
      asked={asked}
    >
      <p>{t('consequence', { name })}</p>
    </ConfirmAct>
  );
}

interface ChangeRoleProps {
  person: Person;
  current: string;
  roles: ReadonlyArray<{ key: string; name: string }>;
  /** The role that the address asks for. */
  asked: string | null;
}

/** Gives somebody another role. The choice goes into the address where there are no scripts. */
export function ChangeRole({ person, current, roles, asked }: ChangeRoleProps) {
  const t = useTranslations('users.role');
  const { id, name } = person;
  const others = roles.filter(({ key }) => key !== current);
  const [chosen, setChosen] = useState(others.find(({ key }) => key === asked) ?? others[0]);
  if (!chosen) return null;
  return (
    <div className={classes.role}>
      <ConfirmAct
        label={t('button')}
        title={t('question', { name, role: chosen.name })}
        confirmLabel={t('confirm', { name, role: chosen.name })}
        action={setRole}
        fields={{ id, role: chosen.key }}
        here={userHref(id)}
        confirmId="role"
        asked={chosen.key === asked}
        controls={
          <NativeSelect
            name="role"
            label={t('label')}
            value={chosen.key}
            onChange={(event) => setChosen(others.find(({ key }) => key === event.currentTarget.value))}
            data={others.map(({ key, name: label }) => ({ value: key, label }))}
            className={classes.select}
          />
        }
      >
        <p>{t('consequence', { name, role: chosen.name })}</p>
      </ConfirmAct>
    </div>
  );
}
