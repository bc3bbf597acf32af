import type { Route } from 'next';

import { Icon } from './icon';
import { ListLink } from './list-navigation';
import classes from './sort-link.module.css';

export type SortDirection = 'ascending' | 'descending' | 'none';

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

/** `name` for ascending and `-name` for descending, as the API spells it. */
export function directionOf(sort: string, field: string): SortDirection {
  if (sort === field) return 'ascending';
  return sort === `-${field}` ? 'descending' : 'none';
}

/** What a click on the header asks for: the other direction, or the one that is useful first. */
export function nextSort(sort: string, field: string, first: 'ascending' | 'descending'): string {
  const direction = directionOf(sort, field);
  if (direction === 'none') return first === 'ascending' ? field : `-${field}`;
  return direction === 'ascending' ? `-${field}` : field;
}
