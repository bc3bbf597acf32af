import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { Icon } from './icon';
import classes from './page-header.module.css';

interface PageHeaderProps {
  title: string;
  /** One sentence under the title. */
  description?: ReactNode;
  /** Where this page hangs: shown above the title. */
  back?: { href: Route; label: string };
  /** A picture before the title. */
  lead?: ReactNode;
  /** Status of the thing that the page is about, beside the title. */
  badge?: ReactNode;
  /** Buttons, at the end of the title's line. */
  children?: ReactNode;
}

/** The title of a page. Focus goes to it after each navigation, so that screen readers and the keyboard start there. */
export function PageHeader({ title, description, back, lead, badge, children }: PageHeaderProps) {
  return (
    <header className={classes.header}>
      {back && (
        <Link href={back.href} prefetch={false} className={classes.back}>
          <Icon name="arrowLeft" size={16} />
          {back.label}
        </Link>
      )}
      <div className={classes.line}>
        {lead}
        <div className={classes.text}>
          <div className={classes.titles}>
            <h1 className={classes.title} tabIndex={-1}>
              {title}
            </h1>
            {badge}
          </div>
          {description && <p className={classes.description}>{description}</p>}
        </div>
        {children && <div className={classes.actions}>{children}</div>}
      </div>
    </header>
  );
}
