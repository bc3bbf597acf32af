import type { ReactNode } from 'react';

import { readSessionToken, requireSession, type WebSession } from '@/auth/session';
import { DeletionBanner } from '@/features/account/deletion-banner';
import { ProofHost } from '@/features/account/proof-host';
import { BareShell, Shell } from '@/features/shell/shell';
import { env } from '@/lib/env';
import { ApiUnavailable } from '@/lib/problem';

/** What stands around every page for people who are signed in. */
export default async function SignedInLayout({ children }: { children: ReactNode }) {
  const session = await sessionIfReachable();
  // The page itself says that the service is away, and how to try again.
  if (!session) return <BareShell>{children}</BareShell>;
  return (
    <Shell user={session.user} sessionEndsInMs={await millisecondsLeft()}>
      <DeletionBanner session={session} />
      {children}
      <ProofHost email={session.user.email} hasProviders={env().providers.length > 0} />
    </Shell>
  );
}

/** @returns null while the API cannot be asked */
async function sessionIfReachable(): Promise<WebSession | null> {
  try {
    return await requireSession();
  } catch (error) {
    if (error instanceof ApiUnavailable) return null;
    throw error;
  }
}

async function millisecondsLeft(): Promise<number> {
  const token = await readSessionToken();
  return Math.max(0, (token?.sessionEndsAt ?? 0) - Date.now());
}
