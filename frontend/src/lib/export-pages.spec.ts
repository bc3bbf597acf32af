import { streamPages, type FileText, type Page } from './export-pages';

const text: FileText<number> = {
  begin: '[',
  rows: (rows, isFirst) => `${isFirst ? '' : ','}${rows.join()}`,
  end: ']',
};
const first: Page<number> = { items: [1, 2], nextCursor: 'b' };

async function whole(stream: ReadableStream): Promise<string> {
  return new Response(stream).text();
}

describe('streamPages', () => {
  it('follows the cursors to the end', async () => {
    const pages: Record<string, Page<number>> = {
      b: { items: [3], nextCursor: 'c' },
      c: { items: [4], nextCursor: null },
    };
    const asked: Array<string | null> = [];
    const stream = streamPages(first, async (cursor) => (asked.push(cursor), pages[cursor ?? ''] ?? first), text);
    expect(await whole(stream)).toBe('[1,2,3,4]');
    expect(asked).toEqual(['b', 'c']);
  });

  it('makes a file without rows', async () => {
    const none = { items: [], nextCursor: null };
    expect(await whole(streamPages(none, async () => none, text))).toBe('[]');
  });

  it('reads no page before the one before was taken', async () => {
    let reads = 0;
    const stream = streamPages(first, async () => (reads++, { items: [reads], nextCursor: 'more' }), text);
    const reader = stream.getReader();
    await reader.read();
    await reader.read();
    expect(reads).toBeLessThanOrEqual(1);
    await reader.cancel();
  });

  it('breaks off when a page cannot be read', async () => {
    const stream = streamPages(first, () => Promise.reject(new Error('away')), text);
    await expect(whole(stream)).rejects.toThrow('away');
  });
});
