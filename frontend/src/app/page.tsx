import { redirect } from 'next/navigation';

import { readSessionToken } from '@/auth/session';

/** The address itself shows nothing: it leads to where work goes on. */
export default async function HomePage(): Promise<never> {
  redirect((await readSessionToken()) ? '/resources' : '/sign-in');
}
