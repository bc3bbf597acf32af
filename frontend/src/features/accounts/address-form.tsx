'use client';

import { Button } from '@mantine/core';

import type { FormAction } from '@/components/form-state';
import { FormStatus } from '@/components/form-status';
import { useServerForm } from '@/components/use-server-form';

import classes from './account-forms.module.css';
import { EmailField } from './email-field';

const FIELDS = { email: 'account-email' };

interface AddressFormProps {
  action: FormAction;
  label: string;
  submitLabel: string;
  /** The address that is known already. */
  email?: string;
}

/** Asks for a mail to an address. */
export function AddressForm({ action, label, submitLabel, email }: AddressFormProps) {
  const { state, pending, formProps } = useServerForm(action);
  return (
    <form {...formProps} className={classes.form} noValidate>
      <FormStatus state={state} fields={FIELDS} />
      <EmailField
        id={FIELDS.email}
        name="email"
        label={label}
        autoComplete="username"
        state={state}
        value={email}
        autoFocus={!email}
      />
      <Button type="submit" fullWidth size="md" loading={pending}>
        {submitLabel}
      </Button>
    </form>
  );
}
