'use client';

import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';

import { DraftNote } from '@/components/draft-note';
import { errorOf, valueOf } from '@/components/field-error';
import { FormStatus } from '@/components/form-status';
import { useDraft } from '@/components/use-draft';
import { useLeaveGuard } from '@/components/use-leave-guard';
import { useServerForm } from '@/components/use-server-form';

import { saveProfile } from './actions';
import classes from './account-form.module.css';

const fields = { name: 'profile-name', locale: 'profile-locale' };

/** Languages of mails, in themselves. */
const LANGUAGES = [
  { value: 'en', label: 'English' },
  { value: 'de', label: 'Deutsch' },
];

interface ProfileFormProps {
  name: string;
  locale: string;
  draftKey: string;
}

export function ProfileForm({ name, locale, draftKey }: ProfileFormProps) {
  const t = useTranslations('account.profile');
  const form = useRef<HTMLFormElement>(null);
  const draft = useDraft(form, draftKey);
  const guard = useLeaveGuard(form, { onLeave: draft.clear });
  const { state, pending, formProps } = useServerForm(saveProfile, {
    onSettled(outcome) {
      if (outcome !== 'redirected') return;
      draft.clear();
      guard.markSaved();
    },
  });
  return (
    <>
      <DraftNote shown={draft.restored} onDiscard={draft.discard} />
      <FormStatus state={state} fields={fields} />
      <form ref={form} {...formProps} className={classes.form} noValidate>
        <TextInput
          id={fields.name}
          name="name"
          label={t('name')}
          description={t('nameHint')}
          defaultValue={valueOf(state, 'name', name)}
          error={errorOf(state, 'name')}
          autoComplete="name"
          required
          withAsterisk={false}
          maxLength={100}
        />
        <NativeSelect
          key={valueOf(state, 'locale', locale)}
          id={fields.locale}
          name="locale"
          label={t('locale')}
          description={t('localeHint')}
          defaultValue={valueOf(state, 'locale', locale)}
          error={errorOf(state, 'locale')}
          data={LANGUAGES}
        />
        <div className={classes.buttons}>
          <Button type="submit" loading={pending}>
            {t('save')}
          </Button>
        </div>
      </form>
      {guard.question}
    </>
  );
}
