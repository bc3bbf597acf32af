'use client';

import { useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useTranslations } from 'next-intl';

import { Icon, type IconName } from '@/components/icon';
import { useHydrated } from '@/components/use-hydrated';

import classes from './theme-switch.module.css';

const choices: Array<{ scheme: MantineColorScheme; icon: IconName }> = [
  { scheme: 'auto', icon: 'desktop' },
  { scheme: 'light', icon: 'sun' },
  { scheme: 'dark', icon: 'moon' },
];

/** Light, dark, or as the system has it. Kept in the browser, and set before the first paint by the script in the head. */
export function ThemeSwitch() {
  const t = useTranslations('shell.theme');
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  // The server cannot know the choice: nothing is marked until the browser has said it.
  const chosen = useHydrated() ? colorScheme : null;
  return (
    <fieldset className={classes.switch}>
      <legend className={classes.legend}>{t('label')}</legend>
      <div className={classes.choices}>
        {choices.map(({ scheme, icon }) => (
          <label key={scheme} className={classes.choice}>
            <input
              type="radio"
              name="theme"
              value={scheme}
              checked={chosen === scheme}
              onChange={() => setColorScheme(scheme)}
            />
            <Icon name={icon} size={16} />
            {t(scheme)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
