'use client';

import { useTranslations } from 'next-intl';

import classes from './password-strength.module.css';
import { MIN_LENGTH, ratePassword } from './rate-password';

const STEPS = { none: 0, short: 1, repetitive: 1, good: 2, strong: 3 } as const;

/** How good the new password is, in words; the bars repeat it. */
export function PasswordStrength({ password }: { password: string }) {
  const t = useTranslations('account.strength');
  const rating = ratePassword(password);
  const step = STEPS[rating.level];
  return (
    <div className={classes.strength} data-level={rating.level}>
      <span className={classes.bars} aria-hidden="true">
        {[1, 2, 3].map((bar) => (
          <span key={bar} data-filled={bar <= step} />
        ))}
      </span>
      <span aria-live="polite" className={classes.words}>
        {rating.level === 'short'
          ? t('short', { missing: rating.missing })
          : rating.level === 'none'
            ? t('none', { min: MIN_LENGTH })
            : t(rating.level)}
      </span>
    </div>
  );
}
