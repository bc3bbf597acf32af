'use client';

import { Button } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';

import { errorOf } from '@/components/field-error';
import { FormStatus } from '@/components/form-status';
import { NewPasswordField } from '@/components/new-password-field';
import { PasswordField } from '@/components/password-field';
import { useServerForm } from '@/components/use-server-form';

import { changePassword } from './actions';
import classes from './account-form.module.css';

const fields = { currentPassword: 'current-password', newPassword: 'new-password' };

/** @param email tells a password manager which account the new password is for */
export function PasswordForm({ email }: { email: string }) {
  const t = useTranslations('account.password');
  const form = useRef<HTMLFormElement>(null);
  const [changes, setChanges] = useState(0);
  const { state, pending, formProps } = useServerForm(changePassword, {
    onSettled(outcome) {
      if (outcome !== 'redirected') return;
      // Changed: what was typed must not stay on the screen.
      form.current?.reset();
      setChanges((count) => count + 1);
    },
  });
  return (
    <>
      <FormStatus state={state} fields={fields} />
      <form ref={form} {...formProps} className={classes.form} noValidate>
        {/* Without a name it is not sent. */}
        <input type="text" autoComplete="username" value={email} readOnly hidden />
        <PasswordField
          id={fields.currentPassword}
          name="currentPassword"
          label={t('current')}
          autoComplete="current-password"
          error={errorOf(state, 'currentPassword')}
        />
        {/* A new field when the password is changed: nothing of the old one may stay. */}
        <NewPasswordField
          key={changes}
          id={fields.newPassword}
          name="newPassword"
          label={t('new')}
          error={errorOf(state, 'newPassword')}
        />
        <p className={classes.consequence}>{t('consequence')}</p>
        <div className={classes.buttons}>
          <Button type="submit" loading={pending}>
            {t('submit')}
          </Button>
        </div>
      </form>
    </>
  );
}
