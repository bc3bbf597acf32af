import 'server-only';

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { notFound } from 'next/navigation';

import { env } from '@/lib/env';

/** A mail that was kept instead of sent. */
export interface KeptMail {
  id: string;
  to: string;
  subject: string;
  text: string;
  createdAt: number;
}

const NAME = /^[\w-]+\.json$/;
const MAX_SHOWN = 50;

/** The mails in the folder, the newest first. Where there is none to show, there is no such page. */
export async function listMails(): Promise<KeptMail[]> {
  const folder = folderOrNotFound();
  const names = (await readdir(folder).catch(() => [])).filter((name) => NAME.test(name));
  // Their names begin with the time.
  const newest = names.toSorted().toReversed().slice(0, MAX_SHOWN);
  return Promise.all(newest.map((name) => read(join(folder, name))));
}

export async function findMail(id: string): Promise<KeptMail> {
  const name = `${id}.json`;
  if (!NAME.test(name)) notFound();
  return read(join(folderOrNotFound(), name)).catch(() => notFound());
}

function folderOrNotFound(): string {
  const { mailFolder } = env();
  if (mailFolder === null) notFound();
  return mailFolder;
}

async function read(file: string): Promise<KeptMail> {
  return JSON.parse(await readFile(file, 'utf8')) as KeptMail;
}
