import 'server-only';

import { randomUUID } from 'node:crypto';

import { NoticeToast } from './notice-toast';

interface NoticeProps {
  /** What has just been done, e.g. "Resource created." */
  message: string;
}

/** Confirms an act that ended in a redirect to `?done=…`. */
export function Notice({ message }: NoticeProps) {
  // The same thing done twice is news twice, though the page around it stays as it is.
  return <NoticeToast message={message} occasion={randomUUID()} />;
}
