'use client';

import { Button, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useOptimistic, useRef, useState } from 'react';

import { errorOf, valueOf } from '@/components/field-error';
import { Icon } from '@/components/icon';
import { showToast } from '@/components/toasts';
import { useServerForm } from '@/components/use-server-form';

import { addResource } from './actions';
import classes from './quick-add.module.css';

/** Where the field is: its message and the shortcut know it by this. */
const FIELD_ID = 'quick-add-title';

/** A new resource by its title alone. It is in the list before the server has answered, marked as being saved. */
export function QuickAdd() {
  const t = useTranslations('resources.quickAdd');
  const { saving, error, form, input, formProps, title } = useQuickAdd();
  return (
    <>
      <form ref={form} {...formProps} className={classes.form} noValidate>
        <TextInput
          ref={input}
          id={FIELD_ID}
          name="title"
          aria-label={t('label')}
          placeholder={t('placeholder')}
          variant="unstyled"
          leftSection={<Icon name="plus" size={16} />}
          defaultValue={title}
          error={error}
          maxLength={200}
          autoComplete="off"
          className={classes.field}
        />
        <Button type="submit" size="xs" variant="default">
          {t('add')}
        </Button>
      </form>
      <ul className={classes.saving} aria-live="polite">
        {saving.map((each) => (
          <li key={each}>
            <span>{each}</span> {t('saving')}
          </li>
        ))}
      </ul>
    </>
  );
}

function useQuickAdd() {
  const t = useTranslations('resources.quickAdd');
  const common = useTranslations('common');
  const form = useRef<HTMLFormElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const sent = useRef('');
  const [saving, addSaving] = useOptimistic<string[], string>([], (titles, title) => [...titles, title]);
  const [problem, setProblem] = useState<string>();
  const { state, formProps } = useServerForm(addResource, {
    onSend() {
      sent.current = input.current?.value.trim() ?? '';
      setProblem(undefined);
      if (sent.current === '' || !input.current) return;
      addSaving(sent.current);
      input.current.value = '';
    },
    onSettled(outcome) {
      if (typeof outcome !== 'object') return;
      if (outcome.ok) return showToast({ tone: 'success', message: t('added') });
      const message = outcome.fieldErrors.title ?? outcome.message;
      setProblem(message);
      // What could not be saved goes back to where it was typed, unless the next one is being typed there already.
      if (input.current?.value === '') input.current.value = sent.current;
      const retry = { label: common('retry'), run: () => form.current?.requestSubmit() };
      showToast({ tone: 'problem', message, action: retry });
    },
  });
  return {
    saving,
    error: problem ?? errorOf(state, 'title'),
    form,
    input,
    formProps,
    title: valueOf(state, 'title', ''),
  };
}
