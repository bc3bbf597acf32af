'use client';

import { useTranslations } from 'next-intl';

import { Icon } from '@/components/icon';

import classes from './visibility-field.module.css';

const choices = [
  { value: 'private', icon: 'lock' },
  { value: 'internal', icon: 'users' },
] as const;

/** Who may see it: two choices, each with what it means. */
export function VisibilityField({ id, value }: { id: string; value: string }) {
  const t = useTranslations('resources.visibility');
  return (
    <fieldset className={classes.field}>
      <legend className={classes.legend}>{t('label')}</legend>
      <div className={classes.choices}>
        {choices.map((choice, index) => (
          <label key={choice.value} className={classes.choice}>
            <input
              id={index === 0 ? id : undefined}
              type="radio"
              name="visibility"
              value={choice.value}
              defaultChecked={choice.value === value}
              aria-describedby={`${id}-${choice.value}`}
            />
            <span className={classes.name}>
              <Icon name={choice.icon} size={16} />
              {t(choice.value)}
            </span>
            <span className={classes.hint} id={`${id}-${choice.value}`}>
              {t(`${choice.value}Hint`)}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
