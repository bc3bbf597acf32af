import { useTranslations } from 'next-intl';

import { Icon } from '@/components/icon';

import classes from './change-list.module.css';
import type { Choice, GrantChange } from './grants';

interface ChangeListProps {
  /** Where the name changes: what it is then. */
  newName?: string;
  changes: readonly GrantChange[];
  /** Whether it has been saved. */
  isDone?: boolean;
}

const WIDTH: Record<Choice, number> = { none: 0, own: 1, any: 2 };

/** What a save changes or has changed, one line each. */
export function ChangeList({ newName, changes, isDone = false }: ChangeListProps) {
  const t = useTranslations('roles');
  const words = isDone ? 'changes.done' : 'changes.planned';
  return (
    <ul className={classes.list}>
      {newName !== undefined && (
        <li>
          <Icon name="pen" size={16} />
          <span>{t(`${words}Name`, { name: newName })}</span>
        </li>
      )}
      {changes.map(({ permission, from, to }) => (
        <li key={permission.key}>
          <Icon name={WIDTH[to] > WIDTH[from] ? 'plus' : 'minus'} size={16} />
          <span>
            {t(words, { meaning: permission.meaning, from: t(`reach.${from}`), to: t(`reach.${to}`) })}{' '}
            <code>{permission.key}</code>
          </span>
        </li>
      ))}
    </ul>
  );
}
