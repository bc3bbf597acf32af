import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { requireSession } from '@/auth/session';
import { Card } from '@/components/card';
import { Message } from '@/components/message';
import { Notice } from '@/components/notice';
import { PageHeader } from '@/components/page-header';
import { withProblemPages } from '@/features/problems/with-problem-pages';
import { updateRole } from '@/features/roles/actions';
import { ChangeList } from '@/features/roles/change-list';
import { DeleteRoleCard } from '@/features/roles/delete-role-card';
import { ADMIN_ROLE } from '@/features/roles/grants';
import { readAccess } from '@/features/roles/queries';
import { RoleFacts } from '@/features/roles/role-facts';
import { RoleForm } from '@/features/roles/role-form';
import { BuiltInBadge } from '@/features/roles/role-table';
import { roleTitle } from '@/features/roles/role-title';
import { lockOf, RoleView } from '@/features/roles/role-view';
import { readSaved, type Saved } from '@/features/roles/saved';
import { textOf } from '@/lib/query-text';

export function generateMetadata({ params }: PageProps<'/admin/roles/[key]'>): Promise<Metadata> {
  return roleTitle(params);
}

const DONE = ['created', 'unchanged'] as const;

export default withProblemPages(async function RolePage({ params, searchParams }: PageProps<'/admin/roles/[key]'>) {
  const session = await requireSession({ requires: 'roles:read' });
  const [{ key }, { permissions, roles }, query] = await Promise.all([params, readAccess(session), searchParams]);
  const role = roles.find((each) => each.key === key);
  if (!role) notFound();

  const t = await getTranslations('roles');
  const isAdministrator = session.user.role === ADMIN_ROLE;
  const lock = lockOf(role, isAdministrator);
  const saved = readSaved(textOf(query.done), role.grants, permissions);
  const done = saved ? 'saved' : DONE.find((what) => what === query.done);
  return (
    <>
      {done && <Notice message={t(`done.${done}`)} />}
      <PageHeader
        title={role.name}
        back={{ href: '/admin/roles', label: t('title') }}
        badge={role.builtIn && <BuiltInBadge />}
      />
      {saved && <SavedChanges saved={saved} name={role.name} />}
      {lock && (
        <Message tone="info" title={t(`locked.${lock}Title`)}>
          {t(`locked.${lock}`)}
        </Message>
      )}
      <Card title={t('about')} id="about">
        <RoleFacts role={role} mayReadUsers={session.user.permissions['users:read'] !== undefined} />
      </Card>
      {lock ? (
        <Card title={t('permissions')} id="permissions" description={t('reachHint')}>
          <RoleView role={role} permissions={permissions} />
        </Card>
      ) : (
        <Card title={t('change')} id="change" description={t('changeText')}>
          <RoleForm
            action={updateRole}
            role={role}
            permissions={permissions}
            draftKey={`${session.user.id}.role.${key}`}
          />
        </Card>
      )}
      {isAdministrator && <DeleteRoleCard role={role} asked={query.confirm === 'delete'} />}
    </>
  );
});

/** What the save has changed: whoever has no scripts was not told while they chose. */
async function SavedChanges({ saved, name }: { saved: Saved; name: string }) {
  const t = await getTranslations('roles.changes');
  return (
    <Message tone="good" title={t('saved')}>
      <ChangeList newName={saved.renamed ? name : undefined} changes={saved.changes} isDone />
    </Message>
  );
}
