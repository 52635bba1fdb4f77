import type { QueryableType } from '@flow-trail/contracts';

import type { JsonValue } from './exact-json';
import { compareNumbers, type ExactNumber, isNumber, toDouble } from './exact-number';
import { compactText } from './json-text';
import { bothWays, type BothWays, bothWaysByDoubles, type Direction, indexesTo, orderByDoubles } from './order';
import { placesOfTexts } from './text-order';
import { NUMBER, type ValueColumn } from './value-column';

export interface Sort {
  path: string;
  direction: Direction;
}

type SortKey = number | ExactNumber | string | boolean | null;

/** The indexes of all records in order: numbers, then text, then booleans; what is missing comes last either way. */
export function sortedIndexes(column: ValueColumn, type: QueryableType | null): BothWays {
  if (column.codes.length === 0) return bothWaysByDoubles(column.doubles);
  const keys = column.distinct.map(type === 'date' ? dateKey : sortKey);
  if (keys.some(isHuge)) return sortExactly(column, keys);
  const places = placesOfTexts(keys.map((key) => (typeof key === 'string' ? key : null)));
  const values = Float64Array.from(keys, (key, code) => (isNumber(key) ? toDouble(key) : (places[code] ?? NaN)));
  const kinds = Float64Array.from(keys, kindOf);
  keys.forEach((key, code) => typeof key === 'boolean' && (values[code] = Number(key)));
  const valueAt = byRecord(column, values, null);
  // What is missing has no value either, so that it needs no kind to be last.
  const present = new Set(kinds.filter((kind) => !Number.isNaN(kind)));
  if (column.doubles.length > 0) present.add(kindOf(0));
  if (present.size <= 1) return bothWaysByDoubles(valueAt);
  const kindAt = byRecord(column, kinds, 0);
  return bothWays(
    orderByDoubles(kindAt, orderByDoubles(valueAt)),
    (index) => Number.isNaN(kindAt[index]),
    (left, right) => kindAt[left] === kindAt[right] && valueAt[left] === valueAt[right],
  );
}

/** Null takes the numbers themselves. */
function byRecord(
  { codes, doubles, length }: ValueColumn,
  values: Float64Array,
  ofNumbers: number | null,
): Float64Array {
  const keys = new Float64Array(length);
  for (let index = 0; index < length; index++) {
    const code = codes[index] ?? NUMBER;
    keys[index] = (code !== NUMBER ? values[code - 1] : (ofNumbers ?? doubles[index])) ?? NaN;
  }
  return keys;
}

/** Integers that a double cannot hold are ordered by all of their digits. */
const isHuge = (key: SortKey): boolean =>
  key !== null && typeof key === 'object' && Number.isInteger(key.value) && !Number.isSafeInteger(key.value);

function sortExactly({ codes, doubles, length }: ValueColumn, keys: readonly SortKey[]): BothWays {
  const keyAt = (index: number): SortKey => {
    const code = codes[index] ?? NUMBER;
    return code === NUMBER ? (doubles[index] ?? null) : (keys[code - 1] ?? null);
  };
  const compare = (left: number, right: number): number => compareKeys(keyAt(left), keyAt(right));
  return bothWays(
    indexesTo(length).sort(compare),
    (index) => keyAt(index) === null,
    (left, right) => compare(left, right) === 0,
  );
}

function compareKeys(left: SortKey, right: SortKey): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right);
  const kinds = kindOf(left) - kindOf(right);
  if (kinds !== 0) return kinds;
  return left < right ? -1 : left > right ? 1 : 0;
}

function kindOf(key: SortKey): number {
  if (key === null) return NaN;
  return isNumber(key) ? 0 : typeof key === 'string' ? 1 : 2;
}

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
