'use client';

import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { useTranslations } from 'next-intl';

import classes from './password-field.module.css';

interface PasswordFieldProps extends Pick<
  PasswordInputProps,
  'label' | 'description' | 'error' | 'autoFocus' | 'onInput'
> {
  id: string;
  name: string;
  autoComplete: 'current-password' | 'new-password';
}

/** A password with show and hide. It is never filled in by us, not even with what was just typed. */
export function PasswordField({ description, ...props }: PasswordFieldProps) {
  const t = useTranslations('common');
  return (
    <PasswordInput
      {...props}
      description={description}
      required
      withAsterisk={false}
      maxLength={256}
      spellCheck={false}
      autoCapitalize="off"
      className={classes.field}
      visibilityToggleButtonProps={{ 'aria-label': t('showPassword'), tabIndex: 0 }}
    />
  );
}
