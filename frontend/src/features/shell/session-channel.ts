'use client';

/** What the tabs of one browser tell each other about the session they share. */
export type SessionNews = { kind: 'signed-out' } | { kind: 'extended'; endsAt: number };

const CHANNEL = 'latchkey.session';

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
  channel.postMessage(news);
  channel.close();
}

/** @returns how to stop listening */
export function listenToOtherTabs(listener: (news: SessionNews) => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', (event: MessageEvent<SessionNews>) => listener(event.data));
  return () => channel.close();
}
