'use client';

import { useTranslations } from 'next-intl';

import { Icon } from '@/components/icon';

import { USER_MENU_ID } from './navigation-ids';
import { shortcutsHelp } from './shortcuts-store';

/** The way to the list of shortcuts for those who do not know `?`, and for those who have turned them off. */
export function ShortcutsButton({ className }: { className?: string }) {
  const t = useTranslations('shell');
  return (
    <button
      type="button"
      className={className}
      popoverTarget={USER_MENU_ID}
      popoverTargetAction="hide"
      aria-haspopup="dialog"
      onClick={() => shortcutsHelp.set(true)}
    >
      <Icon name="keyboard" />
      {t('shortcuts.title')}
    </button>
  );
}
