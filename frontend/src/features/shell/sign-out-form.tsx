'use client';

import { useTranslations } from 'next-intl';

import { signOut } from '@/auth/actions';
import { Icon } from '@/components/icon';
import { forgetDrafts } from '@/components/use-draft';

import { announceSignOut } from './session-channel';

/** Signing out changes something, so it is a form that posts, never a link. The other tabs hear of it. */
export function SignOutForm({ className }: { className?: string }) {
  const t = useTranslations('shell');
  return (
    <form
      action={signOut}
      onSubmit={() => {
        forgetDrafts();
        announceSignOut();
      }}
    >
      <button type="submit" className={className}>
        <Icon name="signOut" />
        {t('signOut')}
      </button>
    </form>
  );
}
