'use client';

import { useTranslations } from 'next-intl';

import { choicesFor, type Choice, type PermissionInfo } from './grants';
import classes from './grant-field.module.css';
import { meaningId } from './permission-groups';

interface GrantFieldProps {
  permission: PermissionInfo;
  /** What people call the role, for the name of the choice. */
  role: string;
  value: string;
  error?: string;
}

/** The id of the first choice, where focus goes when something is wrong with this field. */
export function grantFieldId(permission: string): string {
  return `grant-${permission}`;
}

/** How far one permission goes in a role. */
export function GrantField({ permission, role, value, error }: GrantFieldProps) {
  const t = useTranslations('roles');
  const { key } = permission;
  const id = grantFieldId(key);
  return (
    <fieldset className={classes.field} aria-describedby={error ? `${meaningId(key)} ${id}-error` : meaningId(key)}>
      <legend className={classes.legend}>{t('form.grantName', { role, permission: key })}</legend>
      {choicesFor(permission).map((choice, index) => (
        <label key={choice} className={classes.choice} data-choice={choice}>
          <input
            id={index === 0 ? id : undefined}
            type="radio"
            name={key}
            value={choice}
            defaultChecked={choice === fitting(value, permission)}
          />
          {t(`reach.${choice}`)}
        </label>
      ))}
      {error && (
        <p id={`${id}-error`} className={classes.error}>
          {error}
        </p>
      )}
    </fieldset>
  );
}

/** One choice must be made, or the field would not be sent. */
function fitting(value: string, permission: PermissionInfo): Choice {
  return choicesFor(permission).find((choice) => choice === value) ?? 'none';
}
