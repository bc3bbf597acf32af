import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { requireSession } from '@/auth/session';
import { Card } from '@/components/card';
import { Message } from '@/components/message';
import { momentOf } from '@/components/moment';
import { PageHeader } from '@/components/page-header';
import { type Me, readMe } from '@/features/account/queries';
import { type Protection, SecurityList } from '@/features/account/security-list';
import { listMyApiKeys } from '@/features/api-keys/queries';
import { withProblemPages } from '@/features/problems/with-problem-pages';
import { listSignInMethods, type SignInMethods } from '@/features/sign-in-methods/queries';
import { listMySessions } from '@/features/sessions/queries';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('account.security');
  return { title: t('title') };
}

export default withProblemPages(async function SecurityPage() {
  const session = await requireSession();
  const [me, sessions, { items: keys }, ways] = await Promise.all([
    readMe(session),
    listMySessions(session),
    listMyApiKeys(session),
    listSignInMethods(session),
  ]);
  const t = await getTranslations('account.security');
  const protections = await protectionsOf(me, sessions.length, keys.filter(({ isExpired }) => !isExpired).length, ways);
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      {protections.every(({ badge }) => badge?.tone !== 'warning') && <Message tone="good">{t('allGood')}</Message>}
      <Card flush>
        <SecurityList label={t('caption')} protections={protections} />
      </Card>
    </>
  );
});

async function protectionsOf(me: Me, devices: number, keys: number, ways: SignInMethods): Promise<Protection[]> {
  const t = await getTranslations('account.security');
  const { items: methods, hasPassword } = ways;
  const isVerified = me.status !== 'unverified';
  return [
    hasPassword ? passwordProtection(me, t) : noPassword(t),
    {
      id: 'email',
      title: t('email.title'),
      badge: isVerified ? { tone: 'good', state: t('email.good') } : { tone: 'warning', state: t('email.warning') },
      text: t('email.text', { email: me.email }),
      act: { href: '/account/email', label: t('email.act') },
    },
    {
      id: 'devices',
      title: t('devices.title'),
      badge:
        devices > 1
          ? { tone: 'neutral', state: t('devices.neutral', { count: devices }) }
          : { tone: 'good', state: t('devices.good') },
      text: t('devices.text'),
      act: { href: '/account/sessions', label: t('devices.act') },
    },
    {
      id: 'api-keys',
      title: t('apiKeys.title'),
      badge:
        keys > 0
          ? { tone: 'neutral', state: t('apiKeys.neutral', { count: keys }) }
          : { tone: 'good', state: t('apiKeys.good') },
      text: t('apiKeys.text'),
      act: { href: '/account/api-keys', label: t('apiKeys.act') },
    },
    {
      id: 'sign-in-methods',
      title: t('signInMethods.title'),
      badge: { tone: 'neutral', state: t('signInMethods.neutral', { count: methods.length }) },
      text: t('signInMethods.text'),
      act: { href: '/account/sign-in-methods', label: t('signInMethods.act') },
    },
    {
      id: 'sign-in',
      title: t('signIn.title'),
      text: t.rich(hasPassword ? 'signIn.text' : 'signIn.textNone', { when: momentOf(me.lastLoginAt ?? me.createdAt) }),
      act: { href: '/account/profile', label: t('signIn.act') },
    },
  ];
}

type Translator = Awaited<ReturnType<typeof getTranslations<'account.security'>>>;

function passwordProtection({ passwordChangedAt }: Me, t: Translator): Protection {
  return {
    id: 'password',
    title: t('password.title'),
    badge: passwordChangedAt
      ? { tone: 'good', state: t('password.good') }
      : { tone: 'neutral', state: t('password.neutral') },
    text: passwordChangedAt
      ? t.rich('password.text', { when: momentOf(passwordChangedAt) })
      : t('password.textUnknown'),
    act: { href: '/account/password', label: t('password.act') },
  };
}

/** The link that sets one comes by mail, as for whoever forgot theirs. */
function noPassword(t: Translator): Protection {
  return {
    id: 'password',
    title: t('password.title'),
    badge: { tone: 'neutral', state: t('password.none') },
    text: t('password.textNone'),
    act: { href: '/forgot-password', label: t('password.actNone') },
  };
}
