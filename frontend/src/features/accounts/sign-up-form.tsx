'use client';

import { Button, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';

import { errorOf, valueOf } from '@/components/field-error';
import { FormStatus } from '@/components/form-status';
import { NewPasswordField } from '@/components/new-password-field';
import { useServerForm } from '@/components/use-server-form';

import classes from './account-forms.module.css';
import { signUp } from './actions';
import { EmailField } from './email-field';

const FIELDS = { name: 'sign-up-name', email: 'sign-up-email', password: 'sign-up-password' };

export function SignUpForm() {
  const t = useTranslations('accounts.signUp');
  const { state, pending, formProps } = useServerForm(signUp);
  return (
    <form {...formProps} className={classes.form} noValidate>
      <FormStatus state={state} fields={FIELDS} />
      <TextInput
        id={FIELDS.name}
        name="name"
        label={t('name')}
        autoComplete="name"
        required
        withAsterisk={false}
        maxLength={100}
        autoFocus
        defaultValue={valueOf(state, 'name', '')}
        error={errorOf(state, 'name')}
      />
      <EmailField id={FIELDS.email} name="email" label={t('email')} autoComplete="username" state={state} />
      <NewPasswordField id={FIELDS.password} name="password" label={t('password')} error={errorOf(state, 'password')} />
      <Button type="submit" fullWidth size="md" loading={pending}>
        {t('submit')}
      </Button>
    </form>
  );
}
