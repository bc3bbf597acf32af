import type { Route } from 'next';

/** Where the links of mails lead, by what they are good for. */
export const LINK_PAGES = {
  'verify-email': '/verify-email',
  'reset-password': '/reset-password',
  invitation: '/accept-invitation',
  'confirm-email': '/confirm-email',
  'undo-email': '/undo-email',
  'keep-account': '/keep-account',
} as const satisfies Record<string, Route>;

export type LinkPurpose = keyof typeof LINK_PAGES;

export function isLinkPurpose(text: string): text is LinkPurpose {
  return Object.hasOwn(LINK_PAGES, text);
}
