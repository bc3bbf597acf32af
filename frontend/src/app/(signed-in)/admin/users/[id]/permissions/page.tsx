import type { Metadata } from 'next';
import { forbidden, notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { requireSession } from '@/auth/session';
import { Card } from '@/components/card';
import { PermissionsOf } from '@/features/roles/permissions-of';
import { withProblemPages } from '@/features/problems/with-problem-pages';
import { readAccess } from '@/features/roles/queries';
import { findUser } from '@/features/users/queries';
import { UserHeader } from '@/features/users/user-header';
import { userTitle } from '@/features/users/user-title';

export function generateMetadata({ params }: PageProps<'/admin/users/[id]/permissions'>): Promise<Metadata> {
  return userTitle(params);
}

export default withProblemPages(async function UserPermissionsPage({
  params,
}: PageProps<'/admin/users/[id]/permissions'>) {
  const session = await requireSession({ requires: 'users:read' });
  if (!session.user.permissions['roles:read']) forbidden();
  const { id } = await params;
  const [user, { permissions, roles }] = await Promise.all([findUser(session, id), readAccess(session)]);
  const role = roles.find(({ key }) => key === user?.role);
  if (!user || !role) notFound();

  const t = await getTranslations('access.of');
  const { name, status } = user;
  return (
    <>
      <UserHeader user={user} permissions={session.user.permissions} />
      <Card
        flush
        title={t('caption', { name })}
        id="permissions"
        description={t(status === 'active' ? 'text' : 'textNotNow', { name, role: role.name })}
      >
        <PermissionsOf name={name} role={role} permissions={permissions} />
      </Card>
    </>
  );
});
