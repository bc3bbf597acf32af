import './mantine-styles';
import './global.css';

import { ColorSchemeScript, mantineHtmlProps } from '@mantine/core';
import type { Metadata, Viewport } from 'next';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';

import { wasRefused } from '@/lib/incoming';
import { requestContext } from '@/lib/request-context';

import { Providers } from './providers';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('app');
  const { requestId } = await requestContext();
  // Where scripts run, form-status.tsx does the same.
  const mark = wasRefused(requestId) ? `${(await getTranslations('common'))('errorTitle')} ` : '';
  return {
    title: { default: `${mark}${t('name')}`, template: `${mark}%s · ${t('name')}` },
    description: t('description'),
    robots: { index: false },
  };
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#1f1f1f' },
  ],
  colorScheme: 'light dark',
};

/** What every page stands in. Reading the nonce makes every page dynamic, which is meant: none may be kept in a cache. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const { nonce } = await requestContext();
  return (
    <html lang={await getLocale()} {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript nonce={nonce} defaultColorScheme="auto" />
      </head>
      <body>
        <NextIntlClientProvider>
          <Providers nonce={nonce}>{children}</Providers>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
