/** What an event says beyond what is chained, as it is stored. */
export interface Details {
  readonly ip?: string;
  readonly userAgent?: string;
  /** The API key it was done with; none when by a session. */
  readonly apiKeyId?: string;
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}

/** @param json null when it was erased */
export function detailsOf(json: string | null): Details {
  return json === null ? {} : (JSON.parse(json) as Details);
}
