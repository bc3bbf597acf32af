import { useTranslations } from 'next-intl';

import { Icon } from '@/components/icon';

import { NavLink } from './nav-link';
import type { NavigationGroup } from './navigation';
import { NavigationDrawer } from './navigation-drawer';
import classes from './sidebar.module.css';

/** The ways through the application: beside the page, and on a phone a drawer over it. It is one and the same element. */
export function Sidebar({ groups }: { groups: NavigationGroup[] }) {
  const t = useTranslations('shell');
  return (
    <NavigationDrawer label={t('navigation')} closeLabel={t('closeNavigation')}>
      {groups.map(({ group, items }) => (
        <div key={group} className={classes.group}>
          <h2 className={classes.heading} id={`nav-${group}`}>
            {t(`groups.${group}`)}
          </h2>
          <ul className={classes.items} aria-labelledby={`nav-${group}`}>
            {items.map(({ href, place, icon, isAlone }) => (
              <li key={href}>
                <NavLink href={href} isAlone={isAlone}>
                  <Icon name={icon} />
                  {t(`places.${place}`)}
                </NavLink>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </NavigationDrawer>
  );
}
