import type { ReactNode } from 'react';

import classes from './lead.module.css';

/** Title and first sentence of a page that stands by itself: sign-in, an error. */
export function Lead({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={classes.lead}>
      <h1 className={classes.title} tabIndex={-1}>
        {title}
      </h1>
      {children && <p className={classes.text}>{children}</p>}
    </div>
  );
}
