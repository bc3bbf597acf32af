'use client';

import { Button } from '@mantine/core';

import { errorOf } from '@/components/field-error';
import type { FormAction } from '@/components/form-state';
import { FormStatus } from '@/components/form-status';
import { NewPasswordField } from '@/components/new-password-field';
import { useServerForm } from '@/components/use-server-form';

import classes from './account-forms.module.css';

const FIELDS = { newPassword: 'new-password' };

interface NewPasswordFormProps {
  action: FormAction;
  /** Tells a password manager which account it is for. */
  email: string;
  label: string;
  submitLabel: string;
}

/** Sets the password of an account, with the link of a mail. */
export function NewPasswordForm({ action, email, label, submitLabel }: NewPasswordFormProps) {
  const { state, pending, formProps } = useServerForm(action);
  return (
    <form {...formProps} className={classes.form} noValidate>
      <FormStatus state={state} fields={FIELDS} />
      {/* Without a name it is not sent. */}
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      <NewPasswordField
        id={FIELDS.newPassword}
        name="newPassword"
        label={label}
        error={errorOf(state, 'newPassword')}
      />
      <Button type="submit" fullWidth size="md" loading={pending}>
        {submitLabel}
      </Button>
    </form>
  );
}
