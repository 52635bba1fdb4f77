import type { Json, JsonObject } from '@flow-trail/contracts';
import { isObject, joinPath, wordsOf } from './names.js';

/** Bounds of what is looked at, so that a proposal takes the same time for ten records and for a million. */
export const bounds = {
  /** Depth at which a record can say what became of it; what lies deeper is detail. */
  said: 3,
  rows: 1000,
  columns: 256,
  depth: 4,
  lists: 32,
  nodes: 2000,
  keys: 100_000,
} as const;

/** One path of the records looked at, with its value in each of them. */
export interface Column {
  path: string;
  /** The last key of the path in lower-case words: `isRelevant` → is, relevant. */
  words: readonly string[];
  depth: number;
  /** In the order of the rows; undefined where the record does not have it. */
  values: readonly (Json | undefined)[];
}

/** A list of records, or an even sample of it. */
export interface Table {
  /** Path to the list; null when the data is the list. */
  records: string | null;
  /** Records in the list. */
  size: number;
  /** Records looked at. */
  rows: number;
  columns: readonly Column[];
}

/** Reads a list as columns: every record when there are at most `bounds.rows`, else that many, evenly spaced; fewer of very wide ones. */
export function toTable(records: string | null, list: readonly Json[]): Table {
  const rows = Math.min(list.length, bounds.rows);
  const filling: Filling = { row: 0, rows, keys: 0, columns: new Map() };
  for (; filling.row < rows && filling.keys < bounds.keys; filling.row += 1) {
    const record = list[Math.floor((filling.row * list.length) / rows)];
    if (isObject(record)) addRow(record, filling, '', 1);
  }
  const columns = [...filling.columns.values()];
  for (const { values } of columns) values.length = filling.row;
  return { records, size: list.length, rows: filling.row, columns: columns.map(({ column }) => column) };
}

interface Filling {
  row: number;
  rows: number;
  /** Keys met so far, of all rows. */
  keys: number;
  columns: Map<string, { column: Column; values: (Json | undefined)[] }>;
}

function addRow(value: JsonObject, filling: Filling, parent: string, depth: number): void {
  for (const [key, child] of Object.entries(value)) {
    filling.keys += 1;
    const path = joinPath(parent, key);
    const values = path === null ? undefined : valuesAt(path, key, depth, filling);
    if (path === null || !values) continue;
    values[filling.row] = child;
    if (isObject(child) && depth < bounds.depth) addRow(child, filling, path, depth + 1);
  }
}

function valuesAt(path: string, key: string, depth: number, filling: Filling) {
  const known = filling.columns.get(path);
  if (known) return known.values;
  if (filling.columns.size >= bounds.columns) return undefined;
  const values = new Array<Json | undefined>(filling.rows).fill(undefined);
  filling.columns.set(path, { column: { path, words: wordsOf(key), depth, values }, values });
  return values;
}

/** Rows in which a column has a value that is not null. */
export function present(column: Column): number {
  return column.values.filter((value) => value !== undefined && value !== null).length;
}

/** Whether every value that is there fits, and there is at least one. */
export function everyValue(column: Column, fits: (value: Json) => boolean): boolean {
  let count = 0;
  for (const value of column.values) {
    if (value === undefined || value === null) continue;
    if (!fits(value)) return false;
    count += 1;
  }
  return count > 0;
}

/** Different values of a column; numbers and strings are different. */
export function distinct(column: Column): number {
  return new Set(column.values.filter((value) => value !== undefined && value !== null)).size;
}

/** "48 of 50 records", and of how many when only a sample was looked at. */
export function among({ rows, size }: Table, count: number): string {
  const counted = `${count} of ${rows} ${rows === 1 ? 'record' : 'records'}`;
  return rows === size ? counted : `${counted} looked at, of ${size} in all`;
}
