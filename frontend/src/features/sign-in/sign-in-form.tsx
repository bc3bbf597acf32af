'use client';

import { Button, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';

import { errorOf, valueOf } from '@/components/field-error';
import type { FormAction } from '@/components/form-state';
import { FormStatus } from '@/components/form-status';
import { linkTo } from '@/components/link-to';
import { PasswordField } from '@/components/password-field';
import { useServerForm } from '@/components/use-server-form';

import classes from './sign-in-form.module.css';

const FIELDS = { email: 'sign-in-email', password: 'sign-in-password' };

interface SignInFormProps {
  action: FormAction;
  /** Where to go on to, as it stood in the address: the action decides whether it is a place of ours. */
  next: string | undefined;
}

export function SignInForm({ action, next }: SignInFormProps) {
  const t = useTranslations('auth.signIn');
  const password = useRef<HTMLDivElement>(null);
  const { state, pending, formProps } = useServerForm(action, {
    onSettled: (outcome) => {
      // The e-mail stays as typed; a password that was refused is of no use to anybody.
      const field = password.current?.querySelector('input');
      if (typeof outcome === 'object' && field) field.value = '';
    },
  });
  return (
    <form {...formProps} noValidate>
      <FormStatus state={state} fields={FIELDS} />
      <TextInput
        id={FIELDS.email}
        name="email"
        type="email"
        label={t('email')}
        autoComplete="username webauthn"
        autoCapitalize="none"
        spellCheck={false}
        required
        withAsterisk={false}
        autoFocus
        defaultValue={valueOf(state, 'email', '')}
        error={errorOf(state, 'email')}
        mb="md"
      />
      <div ref={password}>
        <PasswordField
          id={FIELDS.password}
          name="password"
          label={t('password')}
          autoComplete="current-password"
          error={errorOf(state, 'password')}
        />
      </div>
      {next !== undefined && <input type="hidden" name="next" value={next} />}
      <p className={classes.forgot}>{linkTo('/forgot-password')(t('forgot'))}</p>
      <Button type="submit" fullWidth mt="lg" size="md" loading={pending}>
        {t('submit')}
      </Button>
    </form>
  );
}
