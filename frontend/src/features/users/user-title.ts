import 'server-only';

import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { getSession } from '@/auth/session';

import { findUser } from './queries';

/**
 * The title of a page about one person. Whoever may not see them gets the general title: the page itself says what is
 * wrong, and a failure here must not take that away.
 */
export async function userTitle(params: Promise<{ id: string }>): Promise<Metadata> {
  const t = await getTranslations('users');
  try {
    const session = await getSession();
    const isAllowed = session?.user.permissions['users:read'] !== undefined;
    const user = session && isAllowed ? await findUser(session, (await params).id) : null;
    return { title: user?.name ?? t('title') };
  } catch {
    return { title: t('title') };
  }
}
