'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { PasswordField } from './password-field';
import { PasswordStrength } from './password-strength';

interface NewPasswordFieldProps {
  id: string;
  name: string;
  label: string;
  error: string | undefined;
}

/** A password that somebody chooses: what it must be, and how good it is while it is typed. */
export function NewPasswordField({ id, name, label, error }: NewPasswordFieldProps) {
  const t = useTranslations('account.strength');
  const [typed, setTyped] = useState('');
  return (
    <div>
      <PasswordField
        id={id}
        name={name}
        label={label}
        description={t('hint')}
        autoComplete="new-password"
        error={error}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <PasswordStrength password={typed} />
    </div>
  );
}
