import type { Route } from 'next';

import { Icon } from './icon';
import { ListLink } from './list-navigation';
import classes from './sort-link.module.css';
import type { SortDirection } from './sort-order';

interface SortLinkProps {
  label: string;
  direction: SortDirection;
  href: Route;
}

/** A column header that sorts. The order itself is told by the header's `aria-sort`. */
export function SortLink({ label, direction, href }: SortLinkProps) {
  return (
    <ListLink href={href} className={classes.link}>
      {label}
      <span className={classes.arrow} data-direction={direction}>
        <Icon name={direction === 'ascending' ? 'arrowUp' : 'arrowDown'} size={16} />
      </span>
    </ListLink>
  );
}
