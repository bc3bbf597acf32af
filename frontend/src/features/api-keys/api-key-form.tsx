'use client';

import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';

import { ButtonLink } from '@/components/button-link';
import { errorOf, valueOf } from '@/components/field-error';
import type { FormState } from '@/components/form-state';
import { FormStatus } from '@/components/form-status';
import { useLeaveGuard } from '@/components/use-leave-guard';
import { useServerForm } from '@/components/use-server-form';

import { makeApiKey, type MadeKey } from './actions';
import classes from './api-key-form.module.css';
import { NewKey } from './new-key';
import type { Scope } from './queries';

const NAME_ID = 'api-key-name';
const SCOPES_ID = 'api-key-scopes';
const DAYS_ID = 'api-key-days';
const DAYS = ['7', '30', '60', '90', '180', '365'];
const USUAL_DAYS = '30';
/** In the order of the form. */
const FIELDS = { name: NAME_ID, scopes: SCOPES_ID, days: DAYS_ID, expiresInDays: DAYS_ID };

/** Asks what a key is for, makes it, and shows it once. */
export function ApiKeyForm({ scopes }: { scopes: readonly Scope[] }) {
  const t = useTranslations('apiKeys.form');
  const form = useRef<HTMLFormElement>(null);
  const guard = useLeaveGuard(form);
  const { state, pending, formProps } = useServerForm<MadeKey>(makeApiKey, { onSettled: guard.markSaved });
  if (state?.ok) return <NewKey made={state.data} />;
  return (
    <>
      <FormStatus state={state} fields={FIELDS} />
      <form ref={form} {...formProps} className={classes.form} noValidate>
        <TextInput
          id={NAME_ID}
          name="name"
          label={t('name')}
          description={t('nameHint')}
          maxLength={100}
          autoComplete="off"
          required
          withAsterisk={false}
          defaultValue={valueOf(state, 'name', '')}
          error={errorOf(state, 'name')}
        />
        <ScopeFields scopes={scopes} state={state} />
        <NativeSelect
          key={valueOf(state, 'days', USUAL_DAYS)}
          id={DAYS_ID}
          name="days"
          label={t('expiry')}
          description={t('expiryHint')}
          defaultValue={valueOf(state, 'days', USUAL_DAYS)}
          error={errorOf(state, 'days') ?? errorOf(state, 'expiresInDays')}
          data={DAYS.map((days) => ({ value: days, label: t('days', { count: Number(days) }) }))}
        />
        <div className={classes.buttons}>
          <Button type="submit" loading={pending}>
            {t('submit')}
          </Button>
          <ButtonLink href="/account/api-keys" variant="default">
            {t('cancel')}
          </ButtonLink>
        </div>
      </form>
      {guard.question}
    </>
  );
}

function ScopeFields({ scopes, state }: { scopes: readonly Scope[]; state: FormState<MadeKey> | null }) {
  const t = useTranslations('apiKeys.form');
  const error = errorOf(state, 'scopes');
  const errorId = `${SCOPES_ID}-error`;
  return (
    <fieldset
      className={classes.scopes}
      id={SCOPES_ID}
      tabIndex={-1}
      aria-describedby={error ? errorId : undefined}
      data-invalid={error ? true : undefined}
    >
      <legend className={classes.legend}>{t('scopes')}</legend>
      <p className={classes.hint}>{t('scopesHint')}</p>
      {error && (
        <p id={errorId} className={classes.error}>
          {error}
        </p>
      )}
      {scopes.map(({ key, meaning }) => (
        <Checkbox
          key={key}
          name={key}
          value="on"
          label={meaning}
          description={key}
          defaultChecked={valueOf(state, key, '') === 'on'}
        />
      ))}
    </fieldset>
  );
}
