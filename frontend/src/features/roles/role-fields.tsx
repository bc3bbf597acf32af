'use client';

import { TextInput, type TextInputProps } from '@mantine/core';
import { useTranslations } from 'next-intl';

import { errorOf } from '@/components/field-error';
import type { FormState } from '@/components/form-state';

import type { RoleConflict } from './actions';
import { GrantField, grantFieldId } from './grant-field';
import { choiceOf, type PermissionInfo, type Role } from './grants';
import { PermissionGroups } from './permission-groups';
import classes from './role-form.module.css';

export const NAME_ID = 'role-name';
const KEY_ID = 'role-key';

export type RoleFormState = FormState<RoleConflict> | null;

/** Which role, and which version the person saw: it belongs to the draft. A new role gets its key here, once. */
export function Identity({ state, role }: { state: RoleFormState; role: Role | undefined }) {
  const t = useTranslations('roles.form');
  if (role) {
    return (
      <>
        <input type="hidden" name="key" value={role.key} />
        <input type="hidden" name="version" value={role.version} data-draft="keep" />
      </>
    );
  }
  return (
    <Line
      id={KEY_ID}
      name="key"
      label={t('key')}
      description={t('keyHint')}
      defaultValue={typedIn(state, 'key') ?? ''}
      error={errorOf(state, 'key')}
      maxLength={64}
      autoCapitalize="characters"
      spellCheck={false}
    />
  );
}

export function NameField({ state, role }: { state: RoleFormState; role: Role | undefined }) {
  const t = useTranslations('roles.form');
  return (
    <Line
      id={NAME_ID}
      name="name"
      label={t('name')}
      description={t('nameHint')}
      defaultValue={typedIn(state, 'name') ?? role?.name ?? ''}
      error={errorOf(state, 'name')}
      maxLength={100}
    />
  );
}

function Line(props: TextInputProps) {
  return <TextInput {...props} required withAsterisk={false} autoComplete="off" className={classes.text} />;
}

interface GrantFieldsProps {
  state: RoleFormState;
  role: Role | undefined;
  permissions: readonly PermissionInfo[];
}

export function GrantFields({ state, role, permissions }: GrantFieldsProps) {
  const t = useTranslations('roles');
  return (
    <div>
      <h2 className={classes.heading}>{t('permissions')}</h2>
      <p className={classes.hint}>{t('reachHint')}</p>
      <PermissionGroups
        permissions={permissions}
        render={(permission) => (
          <GrantField
            permission={permission}
            role={role?.name ?? t('form.newTitle')}
            value={typedIn(state, permission.key) ?? choiceOf(role?.grants ?? {}, permission.key)}
            error={errorOf(state, permission.key)}
          />
        )}
      />
    </div>
  );
}

/** Field names to the ids of their inputs, in the order of the form. */
export function fieldIds(permissions: readonly PermissionInfo[]): Record<string, string> {
  const grants: Record<string, string> = Object.fromEntries(permissions.map(({ key }) => [key, grantFieldId(key)]));
  return { name: NAME_ID, key: KEY_ID, ...grants };
}

/** What was typed or chosen before the answer came, where the answer repeats it. */
function typedIn(state: RoleFormState, field: string): string | undefined {
  if (!state) return undefined;
  if (!state.ok) return state.values[field];
  return field === 'name' ? state.data.yours.name : choiceOf(state.data.yours.grants, field);
}
