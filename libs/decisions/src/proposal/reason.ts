import type { Outcome } from '@flow-trail/contracts';
import type { Evidence, Part } from './part.js';
import { list, nameRank, quoted } from './names.js';
import type { Column, Table } from './table.js';
import { among, bounds, everyValue, present } from './table.js';

const names = list(`
  reason, drop reason, rejection reason, reasoning, rationale, explanation, justification, why,
  because, detail, details, note, notes, comment, message, error`);

/** The path to the reasons, the one that says most of who was dropped. */
export function findReason(table: Table, fates: readonly (Outcome | null)[] | null): Part | null {
  const isUnkept = (row: number): boolean => fates === null || fates[row] !== 'kept';
  const readings = table.columns
    .filter((column) => column.depth <= bounds.said && nameRank(column.words, names) >= 0)
    .filter((column) => everyValue(column, (value) => typeof value === 'string'))
    .map((column) => ({ column, said: column.values.filter((value, row) => isReason(value) && isUnkept(row)).length }))
    .filter(({ column, said }) => said > 0 || (column.depth === 1 && column.values.some(isReason)));
  const best = readings.toSorted(
    (left, right) => right.said - left.said || nameRank(left.column.words, names) - nameRank(right.column.words, names),
  )[0];
  return best ? { declares: { reason: best.column.path }, evidence: [describe(table, best.column, fates)] } : null;
}

const isReason = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

function describe(table: Table, column: Column, fates: readonly (Outcome | null)[] | null): Evidence {
  const dropped = fates?.filter((fate) => fate === 'dropped').length ?? 0;
  const explained = column.values.filter((value, row) => fates?.[row] === 'dropped' && isReason(value)).length;
  const ofDropped = dropped > 0 ? `, ${explained} of ${dropped} dropped` : '';
  const example =
    column.values.find((value, row) => isReason(value) && fates?.[row] !== 'kept') ?? column.values.find(isReason);
  const because = `${column.path}: a text in ${among(table, present(column))}${ofDropped}, such as ${quoted(example)}`;
  return { part: 'reason', because };
}
