import 'server-only';

import type { Metadata } from 'next';

import { getSession } from '@/auth/session';

import { findResource } from './queries';

/**
 * The title of a page about one resource. Whoever may not see the resource gets the general title: the page itself
 * says what is wrong, and a failure here must not take that away.
 */
export async function resourceTitle(params: Promise<{ id: string }>): Promise<Metadata> {
  try {
    const session = await getSession();
    const resource = session && (await findResource(session, (await params).id));
    return resource ? { title: resource.title } : {};
  } catch {
    return {};
  }
}
