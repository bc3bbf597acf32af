import type { Route } from 'next';
import { useTranslations } from 'next-intl';

import { ButtonLink } from '@/components/button-link';
import { Lead } from '@/components/lead';
import { Message } from '@/components/message';

import type { LinkPurpose } from './link-purposes';
import type { Link } from './queries';

/** What helps, by what the link was for. */
const NEXT: Record<LinkPurpose, Route> = {
  'verify-email': '/check-your-email',
  'reset-password': '/forgot-password',
  invitation: '/sign-in',
  'confirm-email': '/account/email',
  'undo-email': '/forgot-password',
  'keep-account': '/sign-in',
};

/** Says why a link is of no use, and what to do now. */
export function StaleLink({ purpose, state }: { purpose: LinkPurpose; state: Exclude<Link['state'], 'usable'> }) {
  const t = useTranslations('accounts.stale');
  return (
    <>
      <Lead title={t(`title.${state}`)} />
      <Message tone="warning">
        <p>{t(`why.${state}`)}</p>
        <p>{t(`next.${purpose}`)}</p>
      </Message>
      <ButtonLink href={NEXT[purpose]} fullWidth>
        {t(`button.${purpose}`)}
      </ButtonLink>
    </>
  );
}
