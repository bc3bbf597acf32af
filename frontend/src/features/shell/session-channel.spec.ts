import { setTimeout as wait } from 'node:timers/promises';

import type { SessionNews } from './session-channel';

type Channel = typeof import('./session-channel');

interface Tab extends Channel {
  heard: SessionNews[];
  stopListening: () => void;
}

const tabs: Tab[] = [];

/** A tab has a copy of every module to itself. */
async function openTab(): Promise<Tab> {
  let channel: Channel | undefined;
  await jest.isolateModulesAsync(async () => {
    channel = await import('./session-channel');
  });
  if (!channel) throw new Error('session-channel was not loaded');
  const heard: SessionNews[] = [];
  const tab = { ...channel, heard, stopListening: channel.listenToOtherTabs((news) => heard.push(news)) };
  tabs.push(tab);
  return tab;
}

/** Waits until a tab has heard so much, and a little longer for what another one must not hear. */
async function delivered(to: Tab, count: number): Promise<void> {
  for (let turn = 0; to.heard.length < count && turn < 100; turn += 1) await wait(10);
  await wait(20);
}

afterEach(() => {
  for (const tab of tabs.splice(0)) tab.stopListening();
});

describe('what tabs tell each other', () => {
  it('reaches every other tab and not the one that said it', async () => {
    const [speaker, second, third] = [await openTab(), await openTab(), await openTab()];
    speaker.announceSignOut();
    await delivered(third, 1);
    expect(second.heard).toEqual([{ kind: 'signed-out' }]);
    expect(third.heard).toEqual([{ kind: 'signed-out' }]);
    expect(speaker.heard).toEqual([]);
  });

  it('comes with the moment to which a session was extended', async () => {
    const [speaker, other] = [await openTab(), await openTab()];
    speaker.announceExtension(1_900_000_000_000);
    await delivered(other, 1);
    expect(other.heard).toEqual([{ kind: 'extended', endsAt: 1_900_000_000_000 }]);
    expect(speaker.heard).toEqual([]);
  });

  it('still reaches a tab that has said something itself', async () => {
    const [first, second] = [await openTab(), await openTab()];
    first.announceExtension(1);
    await delivered(second, 1);
    second.announceSignOut();
    await delivered(first, 1);
    expect(first.heard).toEqual([{ kind: 'signed-out' }]);
    expect(second.heard).toEqual([{ kind: 'extended', endsAt: 1 }]);
  });

  it('does not reach a tab that has stopped listening', async () => {
    const [speaker, left, stays] = [await openTab(), await openTab(), await openTab()];
    left.stopListening();
    speaker.announceSignOut();
    await delivered(stays, 1);
    expect(left.heard).toEqual([]);
  });
});
