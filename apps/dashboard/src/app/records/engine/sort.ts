import type { QueryableType } from '@flow-trail/contracts';

import type { JsonValue } from './exact-json';
import { compareNumbers, type ExactNumber, isNumber, toDouble } from './exact-number';
import { compactText } from './json-text';
import { type Direction, indexesTo, orderByDoubles, placesOfTexts } from './order';
import { NUMBER, type ValueColumn } from './value-column';

export interface Sort {
  path: string;
  direction: Direction;
}

type SortKey = number | ExactNumber | string | boolean | null;

/** The indexes of all records in order: numbers, then text, then booleans; what is missing comes last either way. */
export function sortedIndexes(column: ValueColumn, direction: Direction, type: QueryableType | null): Uint32Array {
  const keys = column.distinct.map(type === 'date' ? dateKey : sortKey);
  if (keys.some(isHuge)) return sortExactly(column, keys, direction);
  const places = placesOfTexts(keys.map((key) => (typeof key === 'string' ? key : null)));
  const values = Float64Array.from(keys, (key, code) => (isNumber(key) ? toDouble(key) : (places[code] ?? NaN)));
  const kinds = Float64Array.from(keys, kindOf);
  keys.forEach((key, code) => typeof key === 'boolean' && (values[code] = Number(key)));
  const byValue = orderByDoubles(byRecord(column, values, null), direction);
  const isOneKind = kinds.every((kind) => kind === 0) || (!column.codes.includes(NUMBER) && new Set(kinds).size === 1);
  return isOneKind ? byValue : orderByDoubles(byRecord(column, kinds, 0), direction, byValue);
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

function sortExactly(
  { codes, doubles, length }: ValueColumn,
  keys: readonly SortKey[],
  direction: Direction,
): Uint32Array {
  const sign = direction === 'asc' ? 1 : -1;
  const keyAt = (index: number): SortKey => {
    const code = codes[index] ?? NUMBER;
    return code === NUMBER ? (doubles[index] ?? null) : (keys[code - 1] ?? null);
  };
  return indexesTo(length).sort((left, right) => compareKeys(keyAt(left), keyAt(right), sign));
}

function compareKeys(left: SortKey, right: SortKey, sign: number): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  if (isNumber(left) && isNumber(right)) return sign * compareNumbers(left, right);
  const kinds = kindOf(left) - kindOf(right);
  if (kinds !== 0) return sign * kinds;
  return left < right ? -sign : left > right ? sign : 0;
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
