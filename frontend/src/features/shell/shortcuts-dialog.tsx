'use client';

import { Button, Checkbox } from '@mantine/core';
import type { Route } from 'next';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';

import { Dialog, DialogButtons } from '@/components/dialog';

import classes from './shortcuts-dialog.module.css';
import { areShortcutsOn, setShortcutsOn } from './shortcuts-store';

export interface ShortcutPlace {
  /** Pressed after `g`. */
  key: string;
  href: Route;
  label: string;
}

interface ShortcutsDialogProps {
  places: ShortcutPlace[];
  onClose: () => void;
}

export function ShortcutsDialog({ places, onClose }: ShortcutsDialogProps) {
  const t = useTranslations('shell.shortcuts');
  const [on, setOn] = useState(areShortcutsOn);
  const close = useRef<HTMLButtonElement>(null);
  const rows: Array<{ keys: string[]; label: string }> = [
    { keys: ['?'], label: t('help') },
    { keys: ['/'], label: t('search') },
    { keys: ['n'], label: t('new') },
    ...places.map(({ key, label }) => ({ keys: ['g', key], label: t('go', { place: label }) })),
  ];

  return (
    <Dialog title={t('title')} initialFocus={close} onClose={onClose}>
      <dl className={classes.list}>
        {rows.map(({ keys, label }) => (
          <div key={label} className={classes.row}>
            <dt>{label}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key} className={classes.key}>
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <Checkbox
        label={t('use')}
        description={t('useHint')}
        checked={on}
        onChange={(event) => {
          setOn(event.currentTarget.checked);
          setShortcutsOn(event.currentTarget.checked);
        }}
      />
      <DialogButtons>
        <Button ref={close} variant="default" onClick={onClose}>
          {t('close')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
