import { useTranslations } from 'next-intl';

import { Avatar } from '@/components/avatar';
import { Message } from '@/components/message';
import { PageHeader } from '@/components/page-header';
import { PageTabs } from '@/components/page-tabs';
import { userHref, userSessionsHref } from '@/lib/hrefs';

import type { User } from './queries';
import { UserStatus } from './user-status';

/** What stands on every page about one person. */
export function UserHeader({ user, mayReadSessions }: { user: User; mayReadSessions: boolean }) {
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
          ...(mayReadSessions ? [{ href: userSessionsHref(id), label: t('sessions') }] : []),
        ]}
      />
    </>
  );
}
