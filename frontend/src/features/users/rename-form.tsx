'use client';

import { Button, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';

import { errorOf, valueOf } from '@/components/field-error';
import { FormStatus } from '@/components/form-status';
import { useServerForm } from '@/components/use-server-form';

import { renameUser } from './actions';
import classes from './rename-form.module.css';

const fields = { name: 'user-name' };

export function RenameForm({ id, name }: { id: string; name: string }) {
  const t = useTranslations('users.detail');
  const { state, pending, formProps } = useServerForm(renameUser);
  return (
    <>
      <FormStatus state={state} fields={fields} />
      <form {...formProps} className={classes.form} noValidate>
        <input type="hidden" name="id" value={id} />
        <TextInput
          id={fields.name}
          name="name"
          label={t('name')}
          defaultValue={valueOf(state, 'name', name)}
          error={errorOf(state, 'name')}
          autoComplete="off"
          required
          withAsterisk={false}
          maxLength={100}
          className={classes.field}
        />
        <Button type="submit" variant="default" loading={pending}>
          {t('rename')}
        </Button>
      </form>
    </>
  );
}
