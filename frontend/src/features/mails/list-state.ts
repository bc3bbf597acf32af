import 'server-only';

import { createLoader, createSerializer, parseAsArrayOf, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import type { Route } from 'next';

import type { Place } from '@/components/cursor-trail';

export const MAIL_STATUSES = ['pending', 'sent', 'dead'] as const;

/** Which mails are listed, which is the query of the page's address. */
const parameters = {
  status: parseAsStringLiteral(MAIL_STATUSES),
  cursor: parseAsString,
  trail: parseAsArrayOf(parseAsString).withDefault([]),
};

export const loadMailListState = createLoader(parameters);
const serialize = createSerializer(parameters);

export type MailListState = Awaited<ReturnType<typeof loadMailListState>>;

export function mailPlaceHref(state: MailListState, { cursor, trail }: Place): Route {
  return serialize('/admin/mail', { ...state, cursor, trail: [...trail] }) as Route;
}
