import type { Part } from './part.js';
import { isNumber, list, nameRank } from './names.js';
import type { Column, Table } from './table.js';
import { bounds, everyValue, present } from './table.js';

const names = list('chance, probability, prob, draw probability, selection probability, p, likelihood, softmax');

/** Finds the chance of being drawn: between 0 and 1, together 1, over all records or within each group. */
export function findChance(table: Table, group: Column | null): (Part & { column: Column }) | null {
  if (table.rows < table.size || table.rows < 2) return null;
  const columns = table.columns
    .filter((column) => column.depth <= bounds.said && nameRank(column.words, names) >= 0 && present(column) > 1)
    .filter((column) => everyValue(column, (value) => isNumber(value) && value >= 0 && value <= 1))
    .toSorted((left, right) => nameRank(left.words, names) - nameRank(right.words, names));
  for (const column of columns) {
    const sums = sumsOf(column, group);
    if (!sums.every((sum) => Math.abs(sum - 1) <= 0.0005 * present(column) + 1e-6)) continue;
    const together =
      sums.length === 1 ? `they sum to ${shown(sums[0])}` : `they sum to 1 in each of ${sums.length} groups`;
    const because = `${column.path}: ${present(column)} numbers from 0 to 1; ${together}`;
    return { column, declares: { chance: column.path }, evidence: [{ part: 'chance', because }] };
  }
  return null;
}

function sumsOf(column: Column, group: Column | null): number[] {
  const sums = new Map<unknown, number>();
  for (const [row, value] of column.values.entries()) {
    const key = group?.values[row];
    if (isNumber(value)) sums.set(key, (sums.get(key) ?? 0) + value);
  }
  return [...sums.values()];
}

const shown = (sum = 0): string => String(Math.round(sum * 10_000) / 10_000);
