import type { Column } from '../engine/column';
import type { Sort } from '../engine/sort';

/** One click further: one way, the other way, as recorded. Numbers begin with the greatest. */
export function nextSort(sort: Sort | null, { path, type }: Column): Sort | null {
  const first = type === 'number' ? 'desc' : 'asc';
  if (sort?.path !== path) return { path, direction: first };
  return sort.direction === first ? { path, direction: first === 'asc' ? 'desc' : 'asc' } : null;
}

export function ariaSort(sort: Sort | null, { path }: Column): 'ascending' | 'descending' | 'none' {
  if (sort?.path !== path) return 'none';
  return sort.direction === 'asc' ? 'ascending' : 'descending';
}
