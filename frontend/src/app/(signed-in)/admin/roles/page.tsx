import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { requireSession } from '@/auth/session';
import { ButtonLink } from '@/components/button-link';
import { Card } from '@/components/card';
import { Notice } from '@/components/notice';
import { PageHeader } from '@/components/page-header';
import { withProblemPages } from '@/features/problems/with-problem-pages';
import { ADMIN_ROLE } from '@/features/roles/grants';
import { listRoles } from '@/features/roles/queries';
import { RoleTable } from '@/features/roles/role-table';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('roles');
  return { title: t('title') };
}

export default withProblemPages(async function RolesPage({ searchParams }: PageProps<'/admin/roles'>) {
  const session = await requireSession({ requires: 'roles:read' });
  const roles = await listRoles(session);
  const { done } = await searchParams;
  const t = await getTranslations('roles');
  return (
    <>
      {done === 'deleted' && <Notice message={t('done.deleted')} />}
      <PageHeader title={t('title')} description={t('description')}>
        {session.user.role === ADMIN_ROLE && (
          <ButtonLink href="/admin/roles/new" data-shortcut="new">
            {t('new')}
          </ButtonLink>
        )}
      </PageHeader>
      <Card flush>
        <RoleTable roles={roles} />
      </Card>
    </>
  );
});
