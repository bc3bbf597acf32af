import type { Visibility } from './resources/resource.entity';

interface SampleResource {
  title: string;
  body: string;
  visibility: Visibility;
}

/** What the first two users of a new local database find there, the oldest first. */
export const SAMPLE_RESOURCES: Record<'ADMIN' | 'USER', readonly SampleResource[]> = {
  ADMIN: [
    {
      title: 'House rules',
      body: 'Everybody who is signed in can read this, because it is internal.\nOnly its owner and administrators can change it.',
      visibility: 'internal',
    },
    {
      title: 'Who to call when the door will not open',
      body: 'Ground floor: Ada, extension 12.\nFirst floor: Grace, extension 34.\nEverything else: the front desk.',
      visibility: 'internal',
    },
    {
      title: 'Spare keys',
      body: 'Cupboard behind the desk, third shelf. This one is private: only its owner and administrators see it.',
      visibility: 'private',
    },
  ],
  USER: [
    {
      title: 'My first week',
      body: 'Get a badge.\nMeet the team.\nChange the password that came with this account.',
      visibility: 'private',
    },
    {
      title: 'Ideas for the garden',
      body: 'A bench under the old pear tree, and somewhere to leave bicycles.',
      visibility: 'internal',
    },
  ],
};
