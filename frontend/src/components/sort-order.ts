export type SortDirection = 'ascending' | 'descending' | 'none';

/** `name` for ascending and `-name` for descending, as the API spells it. */
export function directionOf(sort: string, field: string): SortDirection {
  if (sort === field) return 'ascending';
  return sort === `-${field}` ? 'descending' : 'none';
}

/** What a click on the header asks for: the other direction, or the one that is useful first. */
export function nextSort(sort: string, field: string, first: 'ascending' | 'descending'): string {
  const direction = directionOf(sort, field);
  if (direction === 'none') return first === 'ascending' ? field : `-${field}`;
  return direction === 'ascending' ? `-${field}` : field;
}
