'use client';

import { Button } from '@mantine/core';
import { useTranslations } from 'next-intl';

import { errorOf } from '@/components/field-error';
import { FormStatus } from '@/components/form-status';
import { PasswordField } from '@/components/password-field';
import { useServerForm } from '@/components/use-server-form';

import classes from './account-forms.module.css';
import { changeEmail } from './actions';
import { EmailField } from './email-field';

const FIELDS = { newEmail: 'new-email', currentPassword: 'current-password' };

/** @param email the present one: tells a password manager whose password it is */
export function ChangeEmailForm({ email }: { email: string }) {
  const t = useTranslations('accounts.changeEmail');
  const { state, pending, formProps } = useServerForm(changeEmail);
  return (
    <form {...formProps} className={classes.form} noValidate>
      <FormStatus state={state} fields={FIELDS} />
      <EmailField
        id={FIELDS.newEmail}
        name="newEmail"
        label={t('newEmail')}
        description={t('hint')}
        autoComplete="email"
        state={state}
      />
      {/* Without a name it is not sent. */}
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      <PasswordField
        id={FIELDS.currentPassword}
        name="currentPassword"
        label={t('currentPassword')}
        autoComplete="current-password"
        error={errorOf(state, 'currentPassword')}
      />
      <div>
        <Button type="submit" loading={pending}>
          {t('submit')}
        </Button>
      </div>
    </form>
  );
}
