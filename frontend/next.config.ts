import { join } from 'node:path';

import type { NextConfig } from 'next';
import createNextIntlPlugin from 'next-intl/plugin';

import { STATIC_SECURITY_HEADERS } from './src/lib/security-headers';

const workspace = join(__dirname, '..');

const nextConfig: NextConfig = {
  // The image of docker/ runs the traced server; `next start` refuses that output, so it is made only when asked for.
  ...(process.env.LATCHKEY_STANDALONE === 'true' ? { output: 'standalone' as const } : {}),
  // Both, and alike: with only one of them Next takes the wrong folder for the workspace.
  outputFileTracingRoot: workspace,
  turbopack: { root: workspace },
  poweredByHeader: false,
  reactStrictMode: true,
  // No image is optimised here, and the optimiser is a door that nothing needs.
  images: { unoptimized: true },
  // Cached shells cannot carry the nonce of a request. @see src/lib/security-headers.ts
  cacheComponents: false,
  devIndicators: false,
  typedRoutes: true,
  // For static files; everything else gets these and more from proxy.ts.
  async headers() {
    const headers = Object.entries(STATIC_SECURITY_HEADERS).map(([key, value]) => ({ key, value }));
    return [{ source: '/:path*', headers }];
  },
  experimental: {
    // `forbidden()` answers 403; see src/auth/session.ts.
    authInterrupts: true,
  },
};

export default createNextIntlPlugin({
  requestConfig: './src/i18n/request.ts',
  experimental: {
    // Messages are parsed when the app is built: the parser, 9 KB gzip, stays out of every page.
    messages: { path: './src/messages/en', format: 'json', locales: ['en'], precompile: true },
  },
})(nextConfig);
