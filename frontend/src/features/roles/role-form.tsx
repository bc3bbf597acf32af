'use client';

import { Button } from '@mantine/core';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';

import { ButtonLink } from '@/components/button-link';
import { DraftNote } from '@/components/draft-note';
import type { FormAction } from '@/components/form-state';
import { FormStatus } from '@/components/form-status';
import { useDraft } from '@/components/use-draft';
import { useLeaveGuard } from '@/components/use-leave-guard';
import { useServerForm } from '@/components/use-server-form';

import type { RoleConflict as Conflict } from './actions';
import type { PermissionInfo, Role } from './grants';
import { RoleConflict } from './role-conflict';
import { fieldIds, GrantFields, Identity, NAME_ID, NameField } from './role-fields';
import classes from './role-form.module.css';
import { UnsavedChanges } from './unsaved-changes';

interface RoleFormProps {
  action: FormAction<Conflict> | FormAction<never>;
  /** The role that is changed; none for a new one. */
  role?: Role;
  permissions: readonly PermissionInfo[];
  /** Names the person and the form, so that a draft finds its way back. */
  draftKey: string;
}

/**
 * Makes or changes a role; begins anew once another version is there. The version itself would be no key: without
 * scripts the answer to a save finds its form by the key, and must find it also when the version has risen meanwhile.
 */
export function RoleForm(props: RoleFormProps) {
  const version = props.role?.version ?? 0;
  const [firstVersion] = useState(version);
  return <FormOfVersion key={version - firstVersion} {...props} />;
}

function FormOfVersion({ action, role, permissions, draftKey }: RoleFormProps) {
  const { form, draft, guard, state, pending, formProps } = useRoleForm(action, draftKey);
  const router = useRouter();
  const conflict = state?.ok ? state.data : null;
  const saved = conflict?.current ?? role;

  function keepTheirs() {
    draft.clear();
    router.refresh();
  }

  return (
    <>
      <DraftNote shown={draft.restored && !conflict} onDiscard={draft.discard} />
      <FormStatus state={state} fields={fieldIds(permissions)} />
      {conflict && (
        <RoleConflict
          key={conflict.current.version}
          conflict={conflict}
          permissions={permissions}
          form={form}
          nameFieldId={NAME_ID}
          onKeepTheirs={keepTheirs}
        />
      )}
      <form ref={form} {...formProps} className={classes.form} noValidate>
        <NameField state={state} role={role} />
        <Identity state={state} role={saved} />
        <GrantFields state={state} role={role} permissions={permissions} />
        {saved && <UnsavedChanges form={form} role={saved} permissions={permissions} />}
        <Buttons act={conflict ? 'saveMine' : role ? 'save' : 'create'} pending={pending} />
      </form>
      {guard.question}
    </>
  );
}

function useRoleForm(action: RoleFormProps['action'], draftKey: string) {
  const form = useRef<HTMLFormElement>(null);
  const draft = useDraft(form, draftKey);
  const guard = useLeaveGuard(form, { onLeave: draft.clear });
  const server = useServerForm<Conflict>(action as FormAction<Conflict>, {
    onSettled: (outcome) => outcome === 'redirected' && draft.clear(),
  });
  return { form, draft, guard, ...server };
}

function Buttons({ act, pending }: { act: 'create' | 'save' | 'saveMine'; pending: boolean }) {
  const t = useTranslations('roles.form');
  const list: Route = '/admin/roles';
  return (
    <div className={classes.buttons}>
      <Button type="submit" loading={pending}>
        {t(act)}
      </Button>
      <ButtonLink href={list} variant="default">
        {t('cancel')}
      </ButtonLink>
    </div>
  );
}
