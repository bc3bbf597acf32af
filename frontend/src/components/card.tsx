import type { ReactNode } from 'react';

import classes from './card.module.css';

interface CardProps {
  /** Heading of the section, which names it for screen readers too. */
  title?: string;
  id?: string;
  description?: ReactNode;
  actions?: ReactNode;
  /** The content brings its own padding, as tables do. */
  flush?: boolean;
  children: ReactNode;
}

/** One block of a page. */
export function Card({ title, id, description, actions, flush = false, children }: CardProps) {
  const headingId = id ? `${id}-heading` : undefined;
  return (
    <section className={classes.card} id={id} aria-labelledby={title ? headingId : undefined}>
      {title && (
        <div className={classes.head}>
          <div className={classes.titles}>
            <h2 className={classes.title} id={headingId}>
              {title}
            </h2>
            {description && <p className={classes.description}>{description}</p>}
          </div>
          {actions && <div className={classes.actions}>{actions}</div>}
        </div>
      )}
      <div className={flush ? classes.flush : classes.body}>{children}</div>
    </section>
  );
}

interface FactsProps {
  facts: Array<{ label: string; value: ReactNode }>;
}

/** Names and values. On a phone the value stands under its name. */
export function Facts({ facts }: FactsProps) {
  return (
    <dl className={classes.facts}>
      {facts.map(({ label, value }) => (
        <div className={classes.fact} key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
