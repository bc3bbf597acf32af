import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';

import { Mark } from '@/features/shell/mark';

import classes from './layout.module.css';

/** Pages for people who are not signed in: one narrow column with the product's name above it. */
export default async function PublicLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations('app');
  return (
    <div className={classes.page}>
      <p className={classes.brand}>
        <Mark />
        {t('name')}
      </p>
      <main className={classes.panel}>{children}</main>
    </div>
  );
}
