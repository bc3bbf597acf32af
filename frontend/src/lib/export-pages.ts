export const EXPORT_FORMATS = ['csv', 'json'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface Page<Row> {
  items: readonly Row[];
  nextCursor: string | null;
}

/** Reads one page of a list; null for the first. */
export type ReadPage<Row> = (cursor: string | null) => Promise<Page<Row>>;

/** As many rows as the API gives at once. */
export const EXPORT_PAGE_SIZE = 100;

/** How the rows of a list become the text of a file. */
export interface FileText<Row> {
  begin: string;
  /** @param isFirst whether these are the first rows of the file */
  rows: (rows: readonly Row[], isFirst: boolean) => string;
  end: string;
}

/**
 * A file made while it is sent: one page is in memory, however many there are, and none is read before the browser
 * takes it. If a page cannot be read the answer breaks off, so that half a file never passes for a whole one.
 */
export function streamPages<Row>(first: Page<Row>, read: ReadPage<Row>, text: FileText<Row>): ReadableStream {
  const encoder = new TextEncoder();
  let page: Page<Row> | null = null;
  return new ReadableStream({
    start(controller) {
      controller.enqueue(encoder.encode(text.begin));
    },
    async pull(controller) {
      const isFirst = page === null;
      page = page === null ? first : await read(page.nextCursor);
      if (page.items.length > 0) controller.enqueue(encoder.encode(text.rows(page.items, isFirst)));
      if (page.nextCursor !== null) return;
      controller.enqueue(encoder.encode(text.end));
      controller.close();
    },
  });
}
