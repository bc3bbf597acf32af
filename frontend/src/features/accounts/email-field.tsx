'use client';

import { TextInput } from '@mantine/core';

import { errorOf, valueOf } from '@/components/field-error';
import type { FormState } from '@/components/form-state';

interface EmailFieldProps {
  id: string;
  name: string;
  label: string;
  description?: string;
  autoComplete: 'username' | 'email';
  state: FormState | null;
  /** What is in it at first. */
  value?: string;
  autoFocus?: boolean;
}

export function EmailField({ state, name, value = '', ...props }: EmailFieldProps) {
  return (
    <TextInput
      {...props}
      name={name}
      type="email"
      autoCapitalize="none"
      spellCheck={false}
      required
      withAsterisk={false}
      maxLength={320}
      defaultValue={valueOf(state, name, value)}
      error={errorOf(state, name)}
    />
  );
}
