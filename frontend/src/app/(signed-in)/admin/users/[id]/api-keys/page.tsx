import type { Metadata } from 'next';
import { forbidden, notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { requireSession } from '@/auth/session';
import { Card } from '@/components/card';
import { EmptyState } from '@/components/empty-state';
import { Notice } from '@/components/notice';
import { revokeApiKeyOf } from '@/features/api-keys/actions';
import { ApiKeyTable } from '@/features/api-keys/api-key-table';
import { listApiKeysOf } from '@/features/api-keys/queries';
import { withProblemPages } from '@/features/problems/with-problem-pages';
import { findUser } from '@/features/users/queries';
import { UserHeader } from '@/features/users/user-header';
import { userTitle } from '@/features/users/user-title';
import { userApiKeysHref } from '@/lib/hrefs';
import { textOf } from '@/lib/query-text';

export function generateMetadata({ params }: PageProps<'/admin/users/[id]/api-keys'>): Promise<Metadata> {
  return userTitle(params);
}

export default withProblemPages(async function UserApiKeysPage({
  params,
  searchParams,
}: PageProps<'/admin/users/[id]/api-keys'>) {
  const session = await requireSession({ requires: 'api-keys:read' });
  const { permissions } = session.user;
  if (!permissions['users:read']) forbidden();
  const { id: userId } = await params;
  const [user, keys] = await Promise.all([findUser(session, userId), listApiKeysOf(session, userId)]);
  if (!user) notFound();

  const { confirm, done } = await searchParams;
  const t = await getTranslations('apiKeys');
  const caption = t('of.caption', { name: user.name });
  return (
    <>
      {done === 'revoked' && <Notice message={t('done.revoked')} />}
      <UserHeader user={user} permissions={permissions} />
      <Card flush title={caption} id="api-keys">
        {keys.length > 0 ? (
          <ApiKeyTable
            caption={caption}
            keys={keys}
            {...(permissions['api-keys:revoke'] && {
              revocable: { action: revokeApiKeyOf, userId, here: userApiKeysHref(userId), asked: textOf(confirm) },
            })}
          />
        ) : (
          <EmptyState icon="key" title={t('of.none')}>
            {t('of.noneText', { name: user.name })}
          </EmptyState>
        )}
      </Card>
    </>
  );
});
