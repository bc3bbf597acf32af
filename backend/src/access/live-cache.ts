interface Entry<T> {
  /** Moment the question was asked, by a clock that nobody sets. */
  readonly askedAt: number;
  readonly answer: Promise<T | null>;
  /** Unknown until the answer is there. */
  value?: T | null;
}

/** An answer is used so long after its question was asked; with the query itself, a change acts within 1 s. */
const MAX_AGE_MS = 800;
const MAX_ENTRIES = 20_000;

/**
 * What the database said of something at most a second ago. If the question fails, whoever asked fails.
 * @see docs/decisions/0005-live-sessions-for-a-second.md
 */
export class LiveCache<T> {
  private readonly entries = new Map<string, Entry<T>>();

  /** @param load asks the database; null for what is not there */
  constructor(private readonly load: (id: string) => Promise<T | null>) {}

  /** No promise when the answer is there already: this stands before every request. */
  find(id: string): T | null | Promise<T | null> {
    const now = performance.now();
    const entry = this.entries.get(id);
    if (!entry || now - entry.askedAt >= MAX_AGE_MS) return this.ask(id, now);
    return entry.value === undefined ? entry.answer : entry.value;
  }

  /** Call it after the commit of a change; a question that was on its way before then is not believed either. */
  forget(id: string): void {
    this.entries.delete(id);
  }

  /** Forgets also what is not known yet, or was not there: whose it is nobody can tell. Walks the map: changes are rare, requests are not. */
  forgetWhere(isMeant: (value: T) => boolean): void {
    for (const [id, { value }] of this.entries) {
      if (value === undefined || value === null || isMeant(value)) this.entries.delete(id);
    }
  }

  forgetAll(): void {
    this.entries.clear();
  }

  private ask(id: string, now: number): Promise<T | null> {
    const answer = this.load(id);
    // Deleted first, so that the oldest answers stand at the front of the map.
    this.entries.delete(id);
    const entry: Entry<T> = { askedAt: now, answer };
    this.entries.set(id, entry);
    if (this.entries.size > MAX_ENTRIES) this.dropOldest();
    answer.then(
      (value) => (entry.value = value),
      () => {
        if (this.entries.get(id) === entry) this.entries.delete(id);
      },
    );
    return answer;
  }

  private dropOldest(): void {
    const oldest = this.entries.keys().next();
    if (!oldest.done) this.entries.delete(oldest.value);
  }
}
