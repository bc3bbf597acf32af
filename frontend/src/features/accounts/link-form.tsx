'use client';

import { Button } from '@mantine/core';

import type { FormAction } from '@/components/form-state';
import { FormStatus } from '@/components/form-status';
import { useServerForm } from '@/components/use-server-form';

/** The button that uses a link: opening the page did nothing yet. */
export function LinkForm({ action, label }: { action: FormAction; label: string }) {
  const { state, pending, formProps } = useServerForm(action);
  return (
    <form {...formProps}>
      <FormStatus state={state} fields={{}} />
      <Button type="submit" fullWidth size="md" loading={pending}>
        {label}
      </Button>
    </form>
  );
}
