'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';

import { authorizedAction } from '@/auth/authorized-action';
import { doneHref } from '@/components/done';

/** Tries a mail again that was given up. */
export const retryMail = authorizedAction(
  { requires: 'mails:retry', input: z.object({ id: z.string().min(1).max(64) }) },
  async ({ id }, { api }) => {
    await api.post('/v1/mails/{id}/retry', { path: { id } });
    redirect(doneHref('/admin/mail', 'retried'));
  },
);
