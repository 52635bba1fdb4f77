import type { DecisionDeclaration, Queryable, QueryableType } from '@flow-trail/contracts';

import type { JsonRecord, JsonValue } from './exact-json';
import { isNumber } from './exact-number';
import { compactText } from './json-text';
import { escapeKey, readerOf } from './path';

export type ColumnRole = 'candidate' | 'label' | 'outcome' | 'score' | 'rank' | 'reason' | 'parts';
export type ColumnType = 'number' | 'string' | 'boolean' | 'object' | 'array' | 'mixed' | 'empty';

export interface Column {
  path: string;
  role: ColumnRole | null;
  /** What the SDK declared for filters. */
  queryable: QueryableType | null;
  /** What most of the values are. */
  type: ColumnType;
  /** Characters that fit 19 of 20 sampled values. */
  width: number;
}

export interface Declared {
  queryable: Queryable | null;
  decision: DecisionDeclaration | null;
}

const SAMPLE = 400;

/** Declared columns first (decision, then queryable), the rest in first-seen order. */
export function columnsOf(records: readonly JsonRecord[], declared: Declared): Column[] {
  const roles = rolesOf(declared.decision);
  const queryable = declared.queryable ?? {};
  const paths = new Set([...roles.keys(), ...Object.keys(queryable), ...keysInOrder(records)]);
  const sample = sampleOf(records);
  return [...paths].map((path) => ({
    path,
    role: roles.get(path) ?? null,
    queryable: Object.hasOwn(queryable, path) ? (queryable[path] ?? null) : null,
    ...shapeOf(sample, path),
  }));
}

function rolesOf(decision: DecisionDeclaration | null): Map<string, ColumnRole> {
  const roles = new Map<string, ColumnRole>();
  const add = (path: string | undefined, role: ColumnRole): void => {
    if (path !== undefined && !roles.has(path)) roles.set(path, role);
  };
  for (const path of [decision?.candidate ?? []].flat()) add(path, 'candidate');
  add(decision?.label, 'label');
  add(decision?.outcome, 'outcome');
  add(decision?.score, 'score');
  add(decision?.rank, 'rank');
  add(decision?.reason, 'reason');
  add(decision?.contributions, 'parts');
  return roles;
}

function keysInOrder(records: readonly JsonRecord[]): Set<string> {
  const seen = new Set<string>();
  for (const record of records) for (const key in record) seen.add(key);
  return new Set([...seen].map(escapeKey));
}

/** The first records and some from all over, so that a column that starts late is still seen. */
function sampleOf(records: readonly JsonRecord[]): JsonRecord[] {
  if (records.length <= SAMPLE) return [...records];
  const stride = Math.floor(records.length / (SAMPLE / 2));
  return [...records.slice(0, SAMPLE / 2), ...records.filter((_, index) => index % stride === 0)];
}

function shapeOf(sample: readonly JsonRecord[], path: string): Pick<Column, 'type' | 'width'> {
  const read = readerOf(path);
  const values = sample.map(read).filter((value) => value !== undefined && value !== null);
  const lengths = values.map((value) => (typeof value === 'string' ? value.length : compactText(value, 48).length));
  lengths.sort((left, right) => left - right);
  return { type: typeOf(values), width: lengths[Math.floor(lengths.length * 0.95)] ?? 0 };
}

function typeOf(values: readonly JsonValue[]): ColumnType {
  const counts = new Map<ColumnType, number>();
  for (const value of values) counts.set(kindOf(value), (counts.get(kindOf(value)) ?? 0) + 1);
  const [most] = [...counts].sort(([, left], [, right]) => right - left);
  if (!most) return 'empty';
  return most[1] >= values.length * 0.8 ? most[0] : 'mixed';
}

function kindOf(value: JsonValue): ColumnType {
  if (isNumber(value)) return 'number';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'boolean';
  return Array.isArray(value) ? 'array' : 'object';
}
