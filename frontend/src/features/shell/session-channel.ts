'use client';

/** What the tabs of one browser tell each other about the session they share. */
export type SessionNews = { kind: 'signed-out' } | { kind: 'extended'; endsAt: number };

const CHANNEL = 'latchkey.session';
/** Not `crypto.randomUUID`: a browser has that on secure origins only. */
const THIS_TAB = Math.random();

interface Message {
  from: number;
  news: SessionNews;
}

export function announceSignOut(): void {
  announce({ kind: 'signed-out' });
}

export function announceExtension(endsAt: number): void {
  announce({ kind: 'extended', endsAt });
}

function announce(news: SessionNews): void {
  const channel = new BroadcastChannel(CHANNEL);
  // A BroadcastChannel is of one origin, and has no parameter for it.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  channel.postMessage({ from: THIS_TAB, news } satisfies Message);
  channel.close();
}

/** @returns how to stop listening */
export function listenToOtherTabs(listener: (news: SessionNews) => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    // A tab hears itself too: it listens on another channel object than the one it speaks on.
    if (data.from !== THIS_TAB) listener(data.news);
  });
  return () => channel.close();
}
