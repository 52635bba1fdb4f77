import type { QueryableType } from '@flow-trail/contracts';

import type { JsonRecord, JsonValue } from './exact-json';
import { compareNumbers, type ExactNumber, isNumber } from './exact-number';
import { compactText } from './json-text';
import { readerOf } from './path';

export interface Sort {
  path: string;
  direction: 'asc' | 'desc';
}

type SortKey = number | ExactNumber | string | boolean | null;

/** The indexes of all records in order: numbers, then text, then booleans; what is missing comes last either way. */
export function sortedIndexes(records: readonly JsonRecord[], sort: Sort, type: QueryableType | null): Uint32Array {
  const read = readerOf(sort.path);
  const toKey = type === 'date' ? dateKey : sortKey;
  const keys = records.map((record) => toKey(read(record)));
  const sign = sort.direction === 'asc' ? 1 : -1;
  const indexes = Uint32Array.from(records.keys());
  return keys.every((key) => typeof key === 'number')
    ? sortDoubles(indexes, Float64Array.from(keys), sign)
    : indexes.sort((left, right) => compareKeys(keys[left] ?? null, keys[right] ?? null, sign));
}

function sortDoubles(indexes: Uint32Array, keys: Float64Array, sign: number): Uint32Array {
  return indexes.sort((left, right) => sign * ((keys[left] ?? 0) - (keys[right] ?? 0)));
}

function compareKeys(left: SortKey, right: SortKey, sign: number): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  if (isNumber(left) && isNumber(right)) return sign * compareNumbers(left, right);
  const ranks = rankOf(left) - rankOf(right);
  if (ranks !== 0) return sign * ranks;
  return left < right ? -sign : left > right ? sign : 0;
}

const rankOf = (key: SortKey): number => (isNumber(key) ? 0 : typeof key === 'string' ? 1 : 2);

function sortKey(value: JsonValue | undefined): SortKey {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value.toLowerCase();
  if (typeof value === 'boolean' || isNumber(value)) return value;
  return compactText(value, 200).toLowerCase();
}

function dateKey(value: JsonValue | undefined): SortKey {
  const time = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? sortKey(value) : time;
}
