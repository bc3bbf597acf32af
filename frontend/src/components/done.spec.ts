import { doneHref } from './done';

describe('doneHref', () => {
  it('adds what was done and keeps the rest of the address', () => {
    expect(doneHref('/resources', 'deleted')).toBe('/resources?done=deleted');
    expect(doneHref('/resources?sort=title', 'deleted')).toBe('/resources?sort=title&done=deleted');
  });

  it('says only the last thing', () => {
    expect(doneHref('/resources?done=created', 'deleted')).toBe('/resources?done=deleted');
  });
});
