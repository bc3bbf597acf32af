import 'server-only';

import { apiFor, type Schemas } from '@/lib/api';

import type { MailListState } from './list-state';

export type Mail = Schemas['Mail'];
export type MailPage = Schemas['MailPage'];

/** What became of mails, the newest first. */
export async function listMails(caller: { accessToken: string }, { status, cursor }: MailListState): Promise<MailPage> {
  const api = await apiFor(caller);
  return api.get('/v1/mails', { query: { status: status ?? undefined, cursor: cursor ?? undefined } });
}
