import { useTranslations } from 'next-intl';

import type { AuditEvent } from './queries';
import classes from './change-list.module.css';
import { changesIn } from './changes';

type Translator = ReturnType<typeof useTranslations<'audit.details'>>;

/** What an act changed, each thing with what it was and what it is. */
export function ChangeList({ before, after }: Pick<AuditEvent, 'before' | 'after'>) {
  const t = useTranslations('audit.details');
  const changes = changesIn(before, after);
  if (changes.length === 0) return <p className={classes.nothing}>{t('noChanges')}</p>;
  return (
    <dl className={classes.changes}>
      {changes.map(({ path, before: was, after: is }) => (
        <div key={path.join(' ')}>
          <dt>{path.map((part) => fieldName(part, t)).join(' ')}</dt>
          {before !== null && (
            <dd>
              <span className={classes.when}>{t('was')}</span> <del>{valueText(was, t)}</del>
            </dd>
          )}
          {after !== null && (
            <dd>
              <span className={classes.when}>{t('is')}</span> <ins>{valueText(is, t)}</ins>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

/** What people call a field; one that is not known here keeps the name that the API gave it. */
function fieldName(field: string, t: Translator): string {
  const key = `fields.${field}` as 'fields.name';
  return /^\w+$/.test(field) && t.has(key) ? t(key) : field;
}

function valueText(value: unknown, t: Translator): string {
  if (value === undefined || value === null) return t('none');
  if (value === '') return t('empty');
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
