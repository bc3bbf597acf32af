import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { requireSession } from '@/auth/session';
import { Card } from '@/components/card';
import { PageHeader } from '@/components/page-header';
import { withProblemPages } from '@/features/problems/with-problem-pages';
import { InviteForm } from '@/features/users/invite-form';
import { listRoles } from '@/features/users/queries';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('users.invite');
  return { title: t('title') };
}

export default withProblemPages(async function InvitePage() {
  const session = await requireSession({ requires: 'users:create' });
  const roles = session.user.permissions['users:set-role'] ? await listRoles(session) : [];
  const t = await getTranslations('users');
  return (
    <>
      <PageHeader
        title={t('invite.title')}
        description={t('invite.description')}
        back={{ href: '/admin/users', label: t('title') }}
      />
      <Card title={t('invite.cardTitle')} id="invite">
        <InviteForm roles={roles} />
      </Card>
    </>
  );
});
