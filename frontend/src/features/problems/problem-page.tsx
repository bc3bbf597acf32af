import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { ButtonLink } from '@/components/button-link';
import { Lead } from '@/components/lead';
import { Reference } from '@/components/message';

import type { ProblemKind } from './problem-kind';
import classes from './problem-page.module.css';

interface ProblemPageProps {
  kind: ProblemKind;
  /** What to quote when asking for help. */
  reference?: string;
  /** How to try again, where that may help. */
  retry?: ReactNode;
}

/** What happened, what to do about it, and the way home. */
export function ProblemPage({ kind, reference, retry }: ProblemPageProps) {
  const t = useTranslations('errors');
  return (
    <div className={classes.problem}>
      <Lead title={t(`pages.${kind}.title`)}>{t(`pages.${kind}.text`)}</Lead>
      <div className={classes.actions}>
        {retry}
        <ButtonLink href="/" variant="default">
          {t('home')}
        </ButtonLink>
      </div>
      <Reference label={t('reference')} id={reference} />
    </div>
  );
}

/** The same outside of the shell. */
export function LoneProblemPage(props: ProblemPageProps) {
  return (
    <main className={classes.alone}>
      <ProblemPage {...props} />
    </main>
  );
}
