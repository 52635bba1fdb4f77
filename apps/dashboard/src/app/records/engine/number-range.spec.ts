import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { rangeOf } from './number-range';

const comparisons = {
  '=': (left: number, right: number) => left === right,
  '!=': (left: number, right: number) => left !== right,
  '<': (left: number, right: number) => left < right,
  '<=': (left: number, right: number) => left <= right,
  '>': (left: number, right: number) => left > right,
  '>=': (left: number, right: number) => left >= right,
};
const operators = Object.keys(comparisons) as (keyof typeof comparisons)[];
const close = fc.oneof(
  fc.double({ noNaN: true }),
  fc.constantFrom(0, -0, 1, 1 + Number.EPSILON, Infinity, -Infinity, Number.MIN_VALUE, Number.MAX_VALUE),
);

test('a range holds what its comparison holds for, next neighbours and infinities included', () => {
  fc.assert(
    fc.property(close, close, fc.constantFrom(...operators), (left, right, op) => {
      const { low, high, isInside } = rangeOf(op, right);
      expect((left >= low && left <= high) === isInside).toBe(comparisons[op](left, right));
    }),
    { seed: 1, numRuns: 2000 },
  );
});
