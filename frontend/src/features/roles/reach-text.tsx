import { useTranslations } from 'next-intl';

import { Icon } from '@/components/icon';

import type { Choice } from './grants';
import classes from './reach-text.module.css';

const icons = { none: 'close', own: 'user', any: 'check' } as const;

/** How far a permission goes, in a word. The sign before it and the colour repeat it. */
export function ReachText({ choice }: { choice: Choice }) {
  const t = useTranslations('roles.reach');
  return (
    <span className={classes.reach} data-choice={choice}>
      <Icon name={icons[choice]} size={16} />
      {t(choice)}
    </span>
  );
}
