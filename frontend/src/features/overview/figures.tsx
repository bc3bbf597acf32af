import type { Route } from 'next';
import Link from 'next/link';
import { useTranslations } from 'next-intl';

import classes from './figures.module.css';
import type { Overview } from './queries';

interface FiguresProps {
  overview: Pick<Overview, 'users' | 'activeToday' | 'activeSessions' | 'disabledUsers'>;
  /** Where the lists are; null for those that the caller may not open. */
  lists: Record<'users' | 'activeToday' | 'activeSessions' | 'disabled', Route | null>;
}

/** How many there are, each with the way to who they are. */
export function Figures({ overview, lists }: FiguresProps) {
  const t = useTranslations('overview.cards');
  const { users, activeToday, activeSessions, disabledUsers } = overview;
  const share = (count: number) => (users > 0 ? t('share', { share: count / users }) : '');
  const figures = [
    { key: 'users', count: users, hint: '' },
    { key: 'activeToday', count: activeToday, hint: t('activeTodayHint') },
    { key: 'activeSessions', count: activeSessions, hint: t('activeSessionsHint') },
    { key: 'disabled', count: disabledUsers, hint: share(disabledUsers) },
  ] as const;
  return (
    <ul aria-label={t('label')} className={classes.figures}>
      {figures.map(({ key, count, hint }) => (
        <li key={key} className={classes.figure}>
          <h2 className={classes.name}>{t(key)}</h2>
          <p className={classes.count}>{t('count', { count })}</p>
          <p className={classes.hint}>{hint}</p>
          {lists[key] && (
            <Link href={lists[key]} prefetch={false} className={classes.link}>
              {t(`${key}Link`)}
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}
