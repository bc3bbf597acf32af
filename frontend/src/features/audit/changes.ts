type Values = Readonly<Record<string, unknown>>;

/** One thing that an act changed. */
export interface Change {
  /** Where it is: `name`, or `grants` and `users:read` for a part of a part. */
  path: readonly string[];
  /** Undefined where there was none. */
  before?: unknown;
  /** Undefined where there is none any more. */
  after?: unknown;
}

/** What an act changed, in the order in which the API tells it; what stayed as it was is left out. */
export function changesIn(before: Values | null, after: Values | null, path: readonly string[] = []): Change[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names].flatMap((name) => {
    const [was, is] = [before?.[name], after?.[name]];
    const here = [...path, name];
    // Deeper than a part of a part nobody can read it in a line.
    if (path.length === 0 && isGroup(was ?? is) && isGroup(is ?? was))
      return changesIn((was ?? null) as Values | null, (is ?? null) as Values | null, here);
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    return [{ path: here, before: was, after: is }];
  });
}

function isGroup(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
