import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { requireSession } from '@/auth/session';
import { Card } from '@/components/card';
import { PageHeader } from '@/components/page-header';
import { withProblemPages } from '@/features/problems/with-problem-pages';
import { createRole } from '@/features/roles/actions';
import { readAccess } from '@/features/roles/queries';
import { RoleForm } from '@/features/roles/role-form';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('roles.form');
  return { title: t('newTitle') };
}

export default withProblemPages(async function NewRolePage() {
  const session = await requireSession({ role: 'ADMIN' });
  const { permissions } = await readAccess(session);
  const t = await getTranslations('roles');
  return (
    <>
      <PageHeader
        title={t('form.newTitle')}
        description={t('form.newText')}
        back={{ href: '/admin/roles', label: t('title') }}
      />
      <Card>
        <RoleForm action={createRole} permissions={permissions} draftKey={`${session.user.id}.role`} />
      </Card>
    </>
  );
});
