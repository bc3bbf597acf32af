import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { Toaster } from '@/components/toaster';
import type { Permissions } from '@/lib/permissions';

import { Banners } from './banners';
import { Header } from './header';
import { navigationFor } from './navigation';
import { RouteFocus } from './route-focus';
import { SessionWatch } from './session-watch';
import { Shortcuts } from './shortcuts';
import { Sidebar } from './sidebar';
import classes from './shell.module.css';

interface ShellProps {
  user: { name: string; email: string; role: string; permissions: Permissions };
  /** How long until the session ends unless it is used. */
  sessionEndsInMs: number;
  children: ReactNode;
}

/** What stands around every page for people who are signed in. */
export function Shell({ user, sessionEndsInMs, children }: ShellProps) {
  const t = useTranslations('shell');
  const groups = navigationFor(user);
  const places = groups
    .flatMap(({ items }) => items)
    .map(({ shortcut, href, place }) => ({ key: shortcut, href, label: t(`places.${place}`) }));
  return (
    <div className={classes.shell}>
      <a href="#main" className={classes.skip}>
        {t('skip')}
      </a>
      <Header user={user} />
      <div className={classes.frame}>
        <Sidebar groups={groups} />
        <main id="main" tabIndex={-1} className={classes.main}>
          <Banners />
          {children}
        </main>
      </div>
      <Toaster />
      <RouteFocus />
      <Shortcuts places={places} />
      <SessionWatch endsInMs={sessionEndsInMs} />
    </div>
  );
}

/** The same without anything that needs to know who is there: for when the API cannot be asked. */
export function BareShell({ children }: { children: ReactNode }) {
  return (
    <div className={classes.shell}>
      <main id="main" className={classes.main}>
        {children}
      </main>
    </div>
  );
}
