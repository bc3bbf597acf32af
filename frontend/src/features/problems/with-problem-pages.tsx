import 'server-only';

import { Button } from '@mantine/core';
import { unstable_rethrow } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';

import { setStatus } from '@/lib/incoming';
import { logError } from '@/lib/log';
import { ApiProblem, ApiUnavailable } from '@/lib/problem';
import { requestContext } from '@/lib/request-context';

import { PROBLEM_STATUS, type ProblemKind } from './problem-kind';
import { ProblemPage } from './problem-page';

/**
 * Lets a page explain in its own place why it cannot be shown, with the status that belongs to it. Left to Next, the
 * errors below would leave an empty page to whoever has no scripts.
 *
 * @example
 * export default withProblemPages(async function UserPage({ params }: PageProps<'/admin/users/[id]'>) {
 *   const session = await requireSession({ requires: 'users:read' });
 *   …
 * });
 */
export function withProblemPages<Props>(render: (props: Props) => Promise<ReactNode>) {
  return async function Page(props: Props): Promise<ReactNode> {
    try {
      return await render(props);
    } catch (error) {
      const kind = kindOf(error);
      const { requestId, path } = await requestContext();
      if (kind === 'failed') logError('page_failed', error, { requestId, path: path.split('?')[0] });
      setStatus(requestId, PROBLEM_STATUS[kind]);
      const reference = error instanceof ApiProblem ? (error.requestId ?? requestId) : requestId;
      const canRetry = kind === 'unavailable' || kind === 'failed';
      return <ProblemPage kind={kind} reference={reference} retry={canRetry && <RetryLink path={path} />} />;
    }
  };
}

/** A whole new load, which is what works without scripts and when the router holds something stale. */
async function RetryLink({ path }: { path: string }) {
  const t = await getTranslations('errors');
  return (
    <Button component="a" href={path}>
      {t('retry')}
    </Button>
  );
}

/** @throws redirects and everything else that is Next's own way of answering */
function kindOf(error: unknown): ProblemKind {
  if (error instanceof ApiUnavailable) return 'unavailable';
  if (error instanceof ApiProblem && error.status === 403) return 'forbidden';
  if (error instanceof ApiProblem && error.status === 404) return 'notFound';
  const digest = error instanceof Error && 'digest' in error ? error.digest : undefined;
  if (digest === 'NEXT_HTTP_ERROR_FALLBACK;403') return 'forbidden';
  if (digest === 'NEXT_HTTP_ERROR_FALLBACK;404') return 'notFound';
  unstable_rethrow(error);
  return 'failed';
}
