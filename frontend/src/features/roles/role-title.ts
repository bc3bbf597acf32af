import 'server-only';

import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { getSession } from '@/auth/session';

import { readAccess } from './queries';

/**
 * The title of the page about one role. Whoever may not see roles gets the general title: the page itself says what is
 * wrong, and a failure here must not take that away.
 */
export async function roleTitle(params: Promise<{ key: string }>): Promise<Metadata> {
  const t = await getTranslations('roles');
  try {
    const session = await getSession();
    const isAllowed = session?.user.permissions['roles:read'] !== undefined;
    const { key } = await params;
    const role = session && isAllowed && (await readAccess(session)).roles.find((each) => each.key === key);
    return { title: role ? role.name : t('title') };
  } catch {
    return { title: t('title') };
  }
}
