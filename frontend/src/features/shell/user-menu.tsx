import Link from 'next/link';
import { useTranslations } from 'next-intl';

import { Avatar } from '@/components/avatar';
import { Icon } from '@/components/icon';

import { USER_MENU_ID } from './navigation-ids';
import { ShortcutsButton } from './shortcuts-button';
import { SignOutForm } from './sign-out-form';
import { ThemeSwitch } from './theme-switch';
import { UserMenuPanel } from './user-menu-panel';
import classes from './user-menu.module.css';

interface UserMenuProps {
  name: string;
  email: string;
}

/** Whose account this is, and what concerns the account as a whole. A popover of the browser: it opens without scripts. */
export function UserMenu({ name, email }: UserMenuProps) {
  const t = useTranslations('shell');
  return (
    <>
      <button
        type="button"
        popoverTarget={USER_MENU_ID}
        className={classes.button}
        aria-label={t('userMenu', { name })}
      >
        <Avatar name={name} />
        <span className={classes.name} aria-hidden="true">
          {name}
        </span>
        <Icon name="chevronDown" size={16} />
      </button>
      <UserMenuPanel label={t('account')}>
        <p className={classes.who}>
          <strong>{name}</strong>
          <span>{email}</span>
        </p>
        <ul className={classes.items}>
          <li>
            <Link href="/account/profile" prefetch={false} className={classes.item}>
              <Icon name="user" />
              {t('places.profile')}
            </Link>
          </li>
          <li>
            <Link href="/account/sessions" prefetch={false} className={classes.item}>
              <Icon name="desktop" />
              {t('places.sessions')}
            </Link>
          </li>
          <li className={classes.scripted}>
            <ShortcutsButton className={classes.item} />
          </li>
        </ul>
        <div className={classes.scripted}>
          <ThemeSwitch />
        </div>
        <SignOutForm className={classes.item} />
      </UserMenuPanel>
    </>
  );
}
