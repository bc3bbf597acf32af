import { useTranslations } from 'next-intl';

import { Avatar } from '@/components/avatar';
import { Message } from '@/components/message';
import { PageHeader } from '@/components/page-header';
import { PageTabs } from '@/components/page-tabs';
import { userApiKeysHref, userHistoryHref, userHref, userPermissionsHref, userSessionsHref } from '@/lib/hrefs';
import type { Permissions } from '@/lib/permissions';

import type { User } from './queries';
import { UserStatus } from './user-status';

/** What stands on every page about one person. @param permissions those of whoever looks */
export function UserHeader({ user, permissions }: { user: User; permissions: Permissions }) {
  const t = useTranslations('users.detail');
  const { id, name, email, status } = user;
  return (
    <>
      <PageHeader
        title={name}
        description={email}
        back={{ href: '/admin/users', label: t('back') }}
        lead={<Avatar name={name} size="lg" />}
        badge={<UserStatus status={status} />}
      />
      {status === 'disabled' && (
        <Message tone="warning" title={t('disabledTitle', { name })}>
          {t('disabledText')}
        </Message>
      )}
      <PageTabs
        label={t('tabs', { name })}
        tabs={[
          { href: userHref(id), label: t('overview') },
          ...(permissions['sessions:read'] ? [{ href: userSessionsHref(id), label: t('sessions') }] : []),
          ...(permissions['api-keys:read'] ? [{ href: userApiKeysHref(id), label: t('apiKeys') }] : []),
          ...(permissions['roles:read'] ? [{ href: userPermissionsHref(id), label: t('permissions') }] : []),
          ...(permissions['audit:read'] ? [{ href: userHistoryHref(id), label: t('history') }] : []),
        ]}
      />
    </>
  );
}
