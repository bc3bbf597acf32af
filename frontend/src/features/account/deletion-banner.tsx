import { getTranslations } from 'next-intl/server';

import type { WebSession } from '@/auth/session';
import { Message } from '@/components/message';
import { momentOf } from '@/components/moment';
import { ApiProblem, ApiUnavailable } from '@/lib/problem';

import { KeepForm } from './keep-form';
import { type Me, readMe } from './queries';

/** On every page of somebody whose account is about to be deleted: when, and how to keep it. */
export async function DeletionBanner({ session }: { session: WebSession }) {
  const eraseAt = (await meIfReachable(session))?.eraseAt;
  if (!eraseAt) return null;
  const t = await getTranslations('account.deletion');
  return (
    <Message tone="warning" title={t('scheduledTitle')}>
      <p>{t.rich('scheduledText', { when: momentOf(eraseAt, 'date') })}</p>
      <KeepForm />
    </Message>
  );
}

/** What is wrong with the API or the session, the page itself says. */
async function meIfReachable(session: WebSession): Promise<Me | null> {
  try {
    return await readMe(session);
  } catch (error) {
    if (error instanceof ApiUnavailable || error instanceof ApiProblem) return null;
    throw error;
  }
}
