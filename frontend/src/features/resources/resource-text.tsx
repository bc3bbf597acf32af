import { useTranslations } from 'next-intl';

import classes from './resource-text.module.css';

/** The text as it was typed: its lines, and nothing in it read as anything but text. */
export function ResourceText({ text }: { text: string }) {
  const t = useTranslations('resources.detail');
  return text === '' ? <p className={classes.none}>{t('noText')}</p> : <div className={classes.text}>{text}</div>;
}
