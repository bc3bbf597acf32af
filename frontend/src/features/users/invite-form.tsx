'use client';

import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';

import { ButtonLink } from '@/components/button-link';
import { errorOf, valueOf } from '@/components/field-error';
import { FormStatus } from '@/components/form-status';
import { useServerForm } from '@/components/use-server-form';

import { inviteUser } from './actions';
import classes from './invite-form.module.css';

const FIELDS = { name: 'invite-name', email: 'invite-email', role: 'invite-role' };
const USER_ROLE = 'USER';

interface InviteFormProps {
  /** Those that the caller may give; none for whoever may give no role. */
  roles: ReadonlyArray<{ key: string; name: string }>;
}

export function InviteForm({ roles }: InviteFormProps) {
  const t = useTranslations('users.invite');
  const { state, pending, formProps } = useServerForm(inviteUser);
  const text = { autoComplete: 'off', required: true, withAsterisk: false } as const;
  const role = valueOf(state, 'role', USER_ROLE);
  return (
    <>
      <FormStatus state={state} fields={FIELDS} />
      <form {...formProps} className={classes.form} noValidate>
        <TextInput
          {...text}
          id={FIELDS.name}
          name="name"
          label={t('name')}
          maxLength={100}
          defaultValue={valueOf(state, 'name', '')}
          error={errorOf(state, 'name')}
        />
        <TextInput
          {...text}
          id={FIELDS.email}
          name="email"
          type="email"
          label={t('email')}
          description={t('emailHint')}
          maxLength={320}
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={valueOf(state, 'email', '')}
          error={errorOf(state, 'email')}
        />
        {roles.length > 0 && (
          <NativeSelect
            key={role}
            id={FIELDS.role}
            name="role"
            label={t('role')}
            defaultValue={role}
            error={errorOf(state, 'role')}
            data={roles.map(({ key, name }) => ({ value: key, label: name }))}
          />
        )}
        <div className={classes.buttons}>
          <Button type="submit" loading={pending}>
            {t('submit')}
          </Button>
          <ButtonLink href="/admin/users" variant="default">
            {t('cancel')}
          </ButtonLink>
        </div>
      </form>
    </>
  );
}
