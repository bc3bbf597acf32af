import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { requireSession } from '@/auth/session';
import { Avatar } from '@/components/avatar';
import { StatusBadge } from '@/components/badge';
import { ButtonLink } from '@/components/button-link';
import { Card, Facts } from '@/components/card';
import { CopyButton } from '@/components/copy-button';
import { ExportLink } from '@/components/export-link';
import { Moment } from '@/components/moment';
import { Notice } from '@/components/notice';
import { PageHeader } from '@/components/page-header';
import { ProfileForm } from '@/features/account/profile-form';
import { readMe, type Me } from '@/features/account/queries';
import { withProblemPages } from '@/features/problems/with-problem-pages';
import { roleName } from '@/lib/role-name';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('account.profile');
  return { title: t('title') };
}

export default withProblemPages(async function ProfilePage({ searchParams }: PageProps<'/account/profile'>) {
  const session = await requireSession();
  const me = await readMe(session);
  const { done } = await searchParams;
  const t = await getTranslations('account.profile');
  return (
    <>
      {(done === 'saved' || done === 'kept') && <Notice message={t(done)} />}
      <PageHeader title={t('title')} description={t('description')} lead={<Avatar name={me.name} size="lg" />} />
      <Card title={t('nameTitle')} id="name">
        <ProfileForm
          key={`${me.name} ${me.locale}`}
          name={me.name}
          locale={me.locale ?? 'en'}
          draftKey={`${me.id}.profile`}
        />
      </Card>
      <Card title={t('aboutTitle')} id="about">
        <About me={me} />
      </Card>
      <Card title={t('exportTitle')} id="export" description={t('exportText')}>
        <ExportLink href="/account/export" format="json" />
      </Card>
      {!me.eraseAt && (
        <Card title={t('deleteTitle')} id="delete" description={t('deleteText')}>
          <ButtonLink href="/account/delete" variant="outline" color="red">
            {t('deleteLink')}
          </ButtonLink>
        </Card>
      )}
    </>
  );
});

async function About({ me }: { me: Me }) {
  const t = await getTranslations('account.profile');
  const isVerified = me.status !== 'unverified';
  return (
    <Facts
      facts={[
        {
          label: t('email'),
          value: (
            <>
              {me.email}
              <StatusBadge tone={isVerified ? 'good' : 'warning'}>
                {t(isVerified ? 'verified' : 'unverified')}
              </StatusBadge>
            </>
          ),
        },
        { label: t('role'), value: roleName(me.role, await getTranslations('roles')) },
        { label: t('memberSince'), value: <Moment iso={me.createdAt} form="date" /> },
        { label: t('lastSignIn'), value: me.lastLoginAt ? <Moment iso={me.lastLoginAt} /> : '–' },
        {
          label: t('id'),
          value: (
            <>
              <code>{me.id}</code>
              <CopyButton text={me.id} label={t('copyId')} />
            </>
          ),
        },
      ]}
    />
  );
}
