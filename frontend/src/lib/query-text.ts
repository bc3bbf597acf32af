/** One value of a query parameter that was given once; null when it is missing or repeated. */
export function textOf(value: string | string[] | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
