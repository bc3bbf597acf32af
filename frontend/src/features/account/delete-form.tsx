'use client';

import { Button, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { ButtonLink } from '@/components/button-link';
import { errorOf } from '@/components/field-error';
import { FormStatus } from '@/components/form-status';
import { PasswordField } from '@/components/password-field';
import { useHydrated } from '@/components/use-hydrated';
import { useServerForm } from '@/components/use-server-form';

import { deleteAccount } from './actions';
import classes from './account-form.module.css';

const FIELDS = { email: 'delete-email', currentPassword: 'current-password' };

/** @param email what must be typed. Without scripts the button is always there, and the server looks. */
export function DeleteForm({ email }: { email: string }) {
  const t = useTranslations('account.deletion');
  const { state, pending, formProps } = useServerForm(deleteAccount);
  const [typed, setTyped] = useState('');
  const isMeant = typed.trim().toLowerCase() === email;
  const isHydrated = useHydrated();
  return (
    <form {...formProps} className={classes.form} noValidate>
      <FormStatus state={state} fields={FIELDS} />
      <TextInput
        id={FIELDS.email}
        name="email"
        type="email"
        label={t('email')}
        description={t('emailHint', { email })}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={state && !state.ok ? state.values.email : undefined}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={errorOf(state, 'email')}
        size="md"
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
      <div className={classes.buttons}>
        <ButtonLink href="/account/profile" variant="default">
          {t('cancel')}
        </ButtonLink>
        <Button type="submit" color="red" loading={pending} disabled={isHydrated && !isMeant}>
          {t('submit')}
        </Button>
      </div>
    </form>
  );
}
