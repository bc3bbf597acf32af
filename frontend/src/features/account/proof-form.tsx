'use client';

import { Button } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { errorOf } from '@/components/field-error';
import { FormStatus } from '@/components/form-status';
import { Message } from '@/components/message';
import { PasswordField } from '@/components/password-field';
import { useServerForm } from '@/components/use-server-form';

import classes from './account-form.module.css';
import { proveIdentity } from './actions';

const FIELDS = { password: 'proof-password' };

interface ProofFormProps {
  /** Tells a password manager whose password it is. */
  email: string;
  /** Where to go on to. */
  next?: string;
  onProven?: () => void;
  /** Other ways out, beside the button. */
  children?: ReactNode;
}

/** Asks for the password of somebody who is signed in. */
export function ProofForm({ email, next, onProven, children }: ProofFormProps) {
  const t = useTranslations('account.proof');
  const { state, pending, formProps } = useServerForm(proveIdentity, {
    onSettled: (outcome) => typeof outcome === 'object' && outcome.ok && onProven?.(),
  });
  if (state?.ok && !onProven) {
    return (
      <Message tone="good" role="status">
        <p>{t('done')}</p>
      </Message>
    );
  }
  return (
    <>
      <FormStatus state={state} fields={FIELDS} />
      <form {...formProps} className={classes.form} noValidate>
        {/* Without a name it is not sent. */}
        <input type="text" autoComplete="username" value={email} readOnly hidden />
        {next !== undefined && <input type="hidden" name="next" value={next} />}
        <PasswordField
          id={FIELDS.password}
          name="password"
          label={t('password')}
          autoComplete="current-password"
          autoFocus
          error={errorOf(state, 'password')}
        />
        <div className={classes.buttons}>
          {children}
          <Button type="submit" loading={pending}>
            {t('submit')}
          </Button>
        </div>
      </form>
    </>
  );
}
