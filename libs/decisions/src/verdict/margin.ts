import type { RuleOperator } from '@flow-trail/contracts';
import { doubleOf } from '../reading/exact-number.js';

/**
 * How far a number is from where the verdict would turn: positive by how much it passed, negative by how much it
 * failed, in the unit of the value. Null where nothing is numeric, or the operator knows no distance.
 */
export function marginOf(op: RuleOperator | null, actual: unknown, threshold: unknown): number | null {
  const value = doubleOf(actual);
  if (value === null) return null;
  if (op === 'between') return marginInRange(value, threshold);
  const limit = doubleOf(threshold);
  if (limit === null) return null;
  if (op === '>=' || op === '>') return value - limit;
  if (op === '<=' || op === '<') return limit - value;
  return op === '=' ? -Math.abs(value - limit) : null;
}

/** The same without an operator: the recorded verdict says on which side the value fell. */
export function marginByVerdict(passed: boolean, actual: unknown, threshold: unknown): number | null {
  const [value, limit] = [doubleOf(actual), doubleOf(threshold)];
  if (value === null || limit === null) return null;
  const distance = Math.abs(value - limit);
  return passed ? distance : -distance;
}

function marginInRange(value: number, threshold: unknown): number | null {
  if (!Array.isArray(threshold)) return null;
  const [least, greatest] = [doubleOf(threshold[0]), doubleOf(threshold[1])];
  return least === null || greatest === null ? null : Math.min(value - least, greatest - value);
}

/** 7 - 6.9 is 0.1 to a person; for what is shown. */
export const rounded = (difference: number): number => Number(difference.toPrecision(12));
