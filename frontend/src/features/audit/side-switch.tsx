import type { Route } from 'next';
import { useTranslations } from 'next-intl';

import { firstPlace } from '@/components/cursor-trail';
import { ListLink } from '@/components/list-navigation';

import { historyHref, SIDES, type Side } from './list-state';
import classes from './side-switch.module.css';

interface SideSwitchProps {
  here: Route;
  side: Side;
  name: string;
}

/** Between what somebody did and what was done to them. */
export function SideSwitch({ here, side: shown, name }: SideSwitchProps) {
  const t = useTranslations('audit.history');
  return (
    <nav aria-label={t('sides')} className={classes.sides}>
      {SIDES.map((side) => (
        <ListLink
          key={side}
          href={historyHref(here, side, firstPlace)}
          className={classes.side}
          aria-current={side === shown ? 'true' : undefined}
        >
          {t(side, { name })}
        </ListLink>
      ))}
    </nav>
  );
}
