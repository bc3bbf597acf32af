'use client';

import { Button } from '@mantine/core';

import type { FormAction } from '@/components/form-state';
import { FormStatus } from '@/components/form-status';
import { useServerForm } from '@/components/use-server-form';

import classes from './provider-buttons.module.css';

interface ProviderButtonsProps {
  action: FormAction;
  /** Id and words of each. */
  providers: readonly { id: string; label: string }[];
  /** Where to go on to, as it stood in the address. */
  next?: string;
}

/** Leads to a provider. Each button sends its own name. */
export function ProviderButtons({ action, providers, next }: ProviderButtonsProps) {
  const { state, pending, formProps } = useServerForm(action);
  return (
    <form {...formProps} className={classes.buttons}>
      <FormStatus state={state} fields={{}} />
      {next !== undefined && <input type="hidden" name="next" value={next} />}
      {providers.map(({ id, label }) => (
        <Button
          key={id}
          type="submit"
          name="provider"
          value={id}
          variant="default"
          size="md"
          fullWidth
          classNames={{ root: classes.button, label: classes.label }}
          disabled={pending}
        >
          {label}
        </Button>
      ))}
    </form>
  );
}
