import type { Route } from 'next';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { firstPlace, nextPlace, pageNumber, previousPlace, type Place } from './cursor-trail';
import { Icon } from './icon';
import { ListLink } from './list-navigation';
import classes from './pager.module.css';

interface PagerProps {
  place: Place;
  nextCursor: string | null;
  hrefOf: (place: Place) => Route;
  /** What stands at the start of the line, e.g. the total. */
  children?: ReactNode;
}

/** Previous and next page. Absent where everything fits on one page and there is nothing else to say. */
export function Pager({ place, nextCursor, hrefOf, children }: PagerProps) {
  const t = useTranslations('common');
  const page = pageNumber(place);
  const previous = place.cursor === null ? null : hrefOf(previousPlace(place));
  const next = nextCursor === null ? null : hrefOf(nextPlace(place, nextCursor));
  if (!previous && !next && !children) return null;
  return (
    <div className={classes.pager}>
      <div className={classes.start}>{children}</div>
      {(previous || next) && (
        <nav aria-label={t('pages')} className={classes.pages}>
          {place.trail.length > 0 && (
            <ListLink href={hrefOf(firstPlace)} className={classes.step}>
              {t('firstPage')}
            </ListLink>
          )}
          <Step href={previous} rel="prev" label={t('previousPage')} />
          {page && <span className={classes.number}>{t('pageNumber', { page })}</span>}
          <Step href={next} rel="next" label={t('nextPage')} />
        </nav>
      )}
    </div>
  );
}

function Step({ href, rel, label }: { href: Route | null; rel: 'next' | 'prev'; label: string }) {
  const content = (
    <>
      {rel === 'prev' && <Icon name="chevronLeft" size={16} />}
      {label}
      {rel === 'next' && <Icon name="chevronRight" size={16} />}
    </>
  );
  if (href) {
    return (
      <ListLink href={href} rel={rel} className={classes.step}>
        {content}
      </ListLink>
    );
  }
  // A place with nowhere to go is not a link: it is only there so that its neighbour does not jump.
  return (
    <span className={classes.step} aria-hidden="true" data-idle="true">
      {content}
    </span>
  );
}
