import { useTranslations } from 'next-intl';

import { Icon } from '@/components/icon';

import type { Outcome } from './actions';
import classes from './outcome.module.css';

const ICONS = { success: 'check', failure: 'alert', refused: 'lock' } as const;

/** How an act ended, in a word and a sign. */
export function OutcomeText({ outcome }: { outcome: Outcome }) {
  const t = useTranslations('audit.outcomes');
  return (
    <span className={classes.outcome} data-outcome={outcome}>
      <Icon name={ICONS[outcome]} size={16} />
      {t(outcome)}
    </span>
  );
}
