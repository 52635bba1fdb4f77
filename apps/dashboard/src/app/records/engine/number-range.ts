import type { Operator } from './condition';

/** The numbers for which a comparison holds: those from `low` to `high`, both included, or all others. */
export interface NumberRange {
  low: number;
  high: number;
  isInside: boolean;
}

export function rangeOf(op: Exclude<Operator, 'contains'>, value: number): NumberRange {
  switch (op) {
    case '=':
      return { low: value, high: value, isInside: true };
    case '!=':
      return { low: value, high: value, isInside: false };
    case '<':
      return { low: -Infinity, high: neighbour(value, -1n), isInside: true };
    case '<=':
      return { low: -Infinity, high: value, isInside: true };
    case '>':
      return { low: neighbour(value, 1n), high: Infinity, isInside: true };
    case '>=':
      return { low: value, high: Infinity, isInside: true };
  }
}

const double = new Float64Array(1);
const bits = new BigInt64Array(double.buffer);

/** The next double below or above; NaN, which is in no range, where there is none. */
function neighbour(value: number, direction: 1n | -1n): number {
  if (value === 0) return Number(direction) * Number.MIN_VALUE;
  double[0] = value;
  bits[0] = (bits[0] ?? 0n) + (value > 0 ? direction : -direction);
  return double[0];
}
