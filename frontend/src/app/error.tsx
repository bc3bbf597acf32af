'use client';

import { Button } from '@mantine/core';
import { useTranslations } from 'next-intl';

import { LoneProblemPage } from '@/features/problems/problem-page';
import { readErrorDigest } from '@/lib/problem';

interface ErrorPageProps {
  error: Error & { digest?: string };
  retry: () => void;
}

/** For what went wrong while a page was shown. Its text is ours: of the error itself only the digest comes here. */
export default function ErrorPage({ error, retry }: ErrorPageProps) {
  const t = useTranslations('errors');
  const { kind, reference } = readErrorDigest(error.digest);
  return (
    <LoneProblemPage
      kind={kind === 'unavailable' ? 'unavailable' : 'failed'}
      reference={reference}
      retry={<Button onClick={retry}>{t('retry')}</Button>}
    />
  );
}
