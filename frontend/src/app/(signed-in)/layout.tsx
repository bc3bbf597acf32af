import type { ReactNode } from 'react';

import { readSessionToken, requireSession } from '@/auth/session';
import { BareShell, Shell } from '@/features/shell/shell';
import { ApiUnavailable } from '@/lib/problem';

/** What stands around every page for people who are signed in. */
export default async function SignedInLayout({ children }: { children: ReactNode }) {
  try {
    const { user } = await requireSession();
    const token = await readSessionToken();
    return (
      <Shell user={user} sessionEndsInMs={Math.max(0, (token?.sessionEndsAt ?? 0) - Date.now())}>
        {children}
      </Shell>
    );
  } catch (error) {
    // The page itself says that the service is away, and how to try again.
    if (error instanceof ApiUnavailable) return <BareShell>{children}</BareShell>;
    throw error;
  }
}
