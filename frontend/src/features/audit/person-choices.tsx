import { useTranslations } from 'next-intl';

import { ListLink } from '@/components/list-navigation';
import { Message } from '@/components/message';

import { auditHref, type AuditFilter } from './list-state';
import type { FoundPerson } from './people';
import classes from './person-choices.module.css';

/** Asks which of several people a filter means. Each is a link, so that it works without scripts. */
export function PersonChoices({ filter, people }: { filter: AuditFilter; people: readonly FoundPerson[] }) {
  const t = useTranslations('audit.whom');
  const { action, outcome, subject, from, to } = filter;
  if (people.length === 0) {
    return (
      <Message tone="info" title={t('nobodyTitle')}>
        <p>{t('nobody')}</p>
      </Message>
    );
  }
  return (
    <section aria-label={t('title')} className={classes.choices}>
      <h2 className={classes.title}>{t('title')}</h2>
      <ul className={classes.list}>
        {people.map(({ id, name, email }) => (
          <li key={id}>
            <ListLink href={auditHref({ action, outcome, subject, from, to, actor: id })} className={classes.person}>
              <span>{name}</span> <span className={classes.email}>{email}</span>
            </ListLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
