import { randomBytes } from 'node:crypto';

export function newNonce(): string {
  return randomBytes(16).toString('base64');
}

interface PolicyOptions {
  /** `next dev` needs eval and unmarked styles for its overlay and hot reload. */
  isDevelopment: boolean;
  /** Where the API is, for scripts of ours that may call it themselves. */
  apiOrigin?: string;
  /** Where forms of ours lead on to: a provider that signs people in. */
  formTargets?: readonly string[];
}

/**
 * The Content Security Policy of one answer: nothing but our own origin, and of inline code only what carries the nonce.
 * `style-src-attr` is the one inline allowance: Mantine sizes things by `style` attributes, which cannot run anything.
 */
export function contentSecurityPolicy(
  nonce: string,
  { isDevelopment, apiOrigin, formTargets = [] }: PolicyOptions,
): string {
  const directives = {
    'default-src': "'self'",
    'script-src': `'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    'style-src': isDevelopment ? "'self' 'unsafe-inline'" : `'self' 'nonce-${nonce}'`,
    'style-src-attr': "'unsafe-inline'",
    'img-src': "'self' data:",
    'font-src': "'self'",
    'connect-src': ["'self'", apiOrigin, isDevelopment && 'ws:'].filter(Boolean).join(' '),
    'object-src': "'none'",
    'base-uri': "'none'",
    'frame-ancestors': "'none'",
    'form-action': ["'self'", ...formTargets].join(' '),
  };
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}

const TWO_YEARS_SECONDS = 63_072_000;

/** Every answer that a page, an action or a route handler makes. Static files get theirs in next.config.ts. */
export function securityHeaders(options: { isHttps: boolean }): Record<string, string> {
  return {
    ...STATIC_SECURITY_HEADERS,
    // Personal, all of it; nothing that saw a cookie may be kept by anything in between.
    'Cache-Control': 'private, no-store',
    ...(options.isHttps && { 'Strict-Transport-Security': `max-age=${TWO_YEARS_SECONDS}; includeSubDomains` }),
  };
}

/** The same on every answer, whatever it is. */
export const STATIC_SECURITY_HEADERS: Record<string, string> = {
  'X-Content-Type-Options': 'nosniff',
  // Our own pages learn where a form was sent from (actions need it); nobody else learns anything.
  'Referrer-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
};
