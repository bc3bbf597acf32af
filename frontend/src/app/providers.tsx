'use client';

import { MantineProvider } from '@mantine/core';
import { setNonce } from 'get-nonce';
import type { ReactNode } from 'react';

import { cssVariables, theme } from './theme';

/**
 * Mantine, told the nonce of this request: for its own styles, and by `get-nonce` for the styles of the scroll lock
 * under dialogs and menus. A function cannot cross from the server, so the wrapper is a client component.
 */
export function Providers({ nonce, children }: { nonce: string; children: ReactNode }) {
  setNonce(nonce);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
      deduplicateInlineStyles
    >
      {children}
    </MantineProvider>
  );
}
