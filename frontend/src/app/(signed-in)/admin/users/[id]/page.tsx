import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { requireSession, type WebSession } from '@/auth/session';
import { Card, Facts } from '@/components/card';
import { CopyButton } from '@/components/copy-button';
import { Message } from '@/components/message';
import { Moment, momentOf } from '@/components/moment';
import { Notice } from '@/components/notice';
import { withProblemPages } from '@/features/problems/with-problem-pages';
import { findUser, listRoles, type RoleName, type User } from '@/features/users/queries';
import { InviteAgain } from '@/features/users/invite-again';
import { RenameForm } from '@/features/users/rename-form';
import { ChangeRole, DeleteUser, DisableUser } from '@/features/users/user-acts';
import { UserHeader } from '@/features/users/user-header';
import { UserStatus } from '@/features/users/user-status';
import { userTitle } from '@/features/users/user-title';
import { roleName } from '@/lib/role-name';
import { textOf } from '@/lib/query-text';

export function generateMetadata({ params }: PageProps<'/admin/users/[id]'>): Promise<Metadata> {
  return userTitle(params);
}

const DONE = ['disabled', 'enabled', 'role', 'renamed', 'invited', 'invitedAgain', 'deleted', 'restored'] as const;

export default withProblemPages(async function UserPage({ params, searchParams }: PageProps<'/admin/users/[id]'>) {
  const session = await requireSession({ requires: 'users:read' });
  const [user, roles] = await Promise.all([findUser(session, (await params).id), listRoles(session)]);
  if (!user) notFound();

  const query = await searchParams;
  const t = await getTranslations('users');
  const done = DONE.find((what) => what === query.done);
  const confirm = textOf(query.confirm);
  const isOwn = user.id === session.user.id;
  return (
    <>
      {done && <Notice message={t(`done.${done}`)} />}
      <UserHeader user={user} permissions={session.user.permissions} />
      {user.eraseAt && (
        <Message tone="warning" title={t('detail.deletionTitle')}>
          <p>{t.rich('detail.deletionText', { name: user.name, when: momentOf(user.eraseAt, 'date') })}</p>
        </Message>
      )}
      {isOwn && (
        <Message tone="info" title={t('detail.ownTitle')}>
          {t('detail.ownText')}
        </Message>
      )}
      <Card title={t('detail.accountTitle')} id="account">
        <Account user={user} roles={roles} />
      </Card>
      {!isOwn && (
        <Acts
          user={user}
          roles={roles}
          permissions={session.user.permissions}
          asked={{
            role: confirm === 'role' ? textOf(query.role) : null,
            status: confirm === 'status',
            deletion: confirm === 'delete',
          }}
        />
      )}
    </>
  );
});

async function Account({ user, roles }: { user: User; roles: readonly RoleName[] }) {
  const t = await getTranslations('users');
  return (
    <Facts
      facts={[
        { label: t('detail.email'), value: user.email },
        { label: t('detail.status'), value: <UserStatus status={user.status} /> },
        { label: t('detail.role'), value: roleName(user.role, await getTranslations('roles'), roles) },
        { label: t('detail.lastLoginAt'), value: user.lastLoginAt ? <Moment iso={user.lastLoginAt} /> : t('never') },
        { label: t('detail.createdAt'), value: <Moment iso={user.createdAt} form="date" /> },
        {
          label: t('detail.id'),
          value: (
            <>
              <code>{user.id}</code>
              <CopyButton text={user.id} label={t('detail.copyId')} />
            </>
          ),
        },
      ]}
    />
  );
}

interface ActsProps {
  user: User;
  roles: readonly RoleName[];
  permissions: WebSession['user']['permissions'];
  asked: { role: string | null; status: boolean; deletion: boolean };
}

/** What may be done to this person, by whoever looks. */
async function Acts({ user, roles, permissions, asked }: ActsProps) {
  const t = await getTranslations('users.detail');
  const { id, name, role, status, eraseAt } = user;
  const access = { active: 'accessActive', disabled: 'accessDisabled', unverified: 'accessUnverified' } as const;
  return (
    <>
      {permissions['users:create'] && status === 'unverified' && (
        <Card title={t('invitationTitle')} id="invitation" description={t('invitationText', { name })}>
          <InviteAgain id={id} />
        </Card>
      )}
      {permissions['users:update'] && (
        <Card title={t('nameTitle')} id="name">
          <RenameForm key={name} id={id} name={name} />
        </Card>
      )}
      {permissions['users:set-role'] && roles.length > 0 && (
        <Card
          title={t('roleTitle')}
          id="role"
          description={t('roleText', { name, role: roleName(role, await getTranslations('roles'), roles) })}
        >
          <ChangeRole key={role} person={{ id, name }} current={role} roles={roles} asked={asked.role} />
        </Card>
      )}
      {permissions['users:update'] && !eraseAt && (
        <Card title={t('accessTitle')} id="access" description={t(access[status], { name })}>
          <DisableUser key={status} person={{ id, name }} isDisabled={status === 'disabled'} asked={asked.status} />
        </Card>
      )}
      {permissions['users:delete'] && (
        <Card title={t('deleteTitle')} id="delete" description={t(eraseAt ? 'restoreText' : 'deleteText', { name })}>
          <DeleteUser key={eraseAt} person={{ id, name }} isDeleted={eraseAt !== null} asked={asked.deletion} />
        </Card>
      )}
    </>
  );
}
