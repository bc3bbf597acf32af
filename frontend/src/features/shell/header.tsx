import Link from 'next/link';
import { useTranslations } from 'next-intl';

import { Icon } from '@/components/icon';

import classes from './header.module.css';
import { Mark } from './mark';
import { NAVIGATION_ID } from './navigation-ids';
import { UserMenu } from './user-menu';

interface HeaderProps {
  user: { name: string; email: string };
}

export function Header({ user }: HeaderProps) {
  const t = useTranslations('shell');
  return (
    <header className={classes.header}>
      <button type="button" popoverTarget={NAVIGATION_ID} className={classes.menu} aria-label={t('openNavigation')}>
        <Icon name="menu" />
      </button>
      <Link href="/" className={classes.brand} prefetch={false}>
        <Mark />
        {t('brand')}
      </Link>
      <UserMenu name={user.name} email={user.email} />
    </header>
  );
}
