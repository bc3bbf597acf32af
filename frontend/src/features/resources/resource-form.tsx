'use client';

import { Button, Textarea, TextInput } from '@mantine/core';
import type { Route } from 'next';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';

import { ButtonLink } from '@/components/button-link';
import { DraftNote } from '@/components/draft-note';
import { errorOf } from '@/components/field-error';
import type { FormAction, FormState } from '@/components/form-state';
import { FormStatus } from '@/components/form-status';
import { useDraft } from '@/components/use-draft';
import { useLeaveGuard } from '@/components/use-leave-guard';
import { useServerForm } from '@/components/use-server-form';
import type { Schemas } from '@/lib/api';

import type { SaveConflict } from './actions';
import { ResourceConflict } from './resource-conflict';
import classes from './resource-form.module.css';
import { VisibilityField } from './visibility-field';

/** Field names to the ids of their inputs, in the order of the form. */
const fields = { title: 'resource-title', body: 'resource-body', visibility: 'resource-visibility' };

interface ResourceFormProps {
  action: FormAction<SaveConflict> | FormAction<never>;
  /** The resource that is changed; none for a new one. */
  resource?: Schemas['Resource'];
  /** Names the person and the form, so that a draft finds its way back. */
  draftKey: string;
  cancelHref: Route;
}

/** Makes or changes a resource. */
export function ResourceForm({ action, resource, draftKey, cancelHref }: ResourceFormProps) {
  const t = useTranslations('resources.form');
  const form = useRef<HTMLFormElement>(null);
  const draft = useDraft(form, draftKey);
  const guard = useLeaveGuard(form, { onLeave: draft.clear });
  const { state, pending, formProps } = useServerForm<SaveConflict>(action as FormAction<SaveConflict>, {
    onSettled: (outcome) => outcome === 'redirected' && draft.clear(),
  });
  const conflict = state?.ok ? state.data : null;
  const value = (field: keyof typeof fields, fallback: string) =>
    typedIn(state, field) ?? resource?.[field] ?? fallback;

  return (
    <>
      <DraftNote shown={draft.restored && !conflict} onDiscard={draft.discard} />
      <FormStatus state={state} fields={fields} />
      {conflict && (
        <ResourceConflict
          key={conflict.current.version}
          conflict={conflict}
          form={form}
          fieldIds={fields}
          keepHref={cancelHref}
        />
      )}
      <form ref={form} {...formProps} className={classes.form} noValidate>
        {resource && <Identity id={resource.id} version={conflict?.current.version ?? resource.version} />}
        <TextInput
          id={fields.title}
          name="title"
          label={t('title')}
          defaultValue={value('title', '')}
          error={errorOf(state, 'title')}
          required
          withAsterisk={false}
          maxLength={200}
          autoComplete="off"
        />
        <Textarea
          id={fields.body}
          name="body"
          label={t('body')}
          description={t('bodyHint')}
          defaultValue={value('body', '')}
          error={errorOf(state, 'body')}
          rows={9}
          maxLength={16_000}
        />
        <VisibilityField id={fields.visibility} value={value('visibility', 'private')} />
        <Buttons act={conflict ? 'saveMine' : resource ? 'save' : 'create'} pending={pending} cancelHref={cancelHref} />
      </form>
      {guard.question}
    </>
  );
}

/** Which resource, and which version the person saw. The version belongs to the draft: what was typed was typed over it. */
function Identity({ id, version }: { id: string; version: number }) {
  return (
    <>
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="version" value={version} data-draft="keep" />
    </>
  );
}

interface ButtonsProps {
  act: 'create' | 'save' | 'saveMine';
  pending: boolean;
  cancelHref: Route;
}

function Buttons({ act, pending, cancelHref }: ButtonsProps) {
  const t = useTranslations('resources.form');
  return (
    <div className={classes.buttons}>
      <Button type="submit" loading={pending}>
        {t(act)}
      </Button>
      <ButtonLink href={cancelHref} variant="default">
        {t('cancel')}
      </ButtonLink>
    </div>
  );
}

/** What was typed before the answer came, where the answer repeats it. */
function typedIn(state: FormState<SaveConflict> | null, field: keyof typeof fields): string | undefined {
  if (!state) return undefined;
  return state.ok ? state.data.yours[field] : state.values[field];
}
