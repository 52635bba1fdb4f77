import { expect, test } from '@jest/globals';

import { bothWaysByDoubles, orderByDoubles } from './order';

const special = [3, -0, 0, NaN, -1.5, 1e300, -1e300, Infinity, -Infinity, 5e-324, 2 ** 53, 7, 7, NaN];

/** The plain way, for comparison: stable, NaN last. */
function expected(keys: readonly number[], sign: number): number[] {
  const last = (index: number): number => Number(Number.isNaN(keys[index]));
  return [...keys.keys()].sort(
    (left, right) =>
      last(left) - last(right) || sign * Math.sign((keys[left] ?? 0) - (keys[right] ?? 0)) || left - right,
  );
}

test.each([
  ['few', special],
  ['many', Array.from({ length: 5000 }, (_, index) => special[(index * 7919) % special.length] ?? 0)],
  ['many different', Array.from({ length: 5000 }, (_, index) => Math.sin(index) * 10 ** ((index % 13) - 6))],
])('orders %s numbers both ways, NaN last, equals as they stood', (_, keys) => {
  const { asc, desc } = bothWaysByDoubles(Float64Array.from(keys));
  expect([...asc]).toEqual(expected(keys, 1));
  expect([...desc]).toEqual(expected(keys, -1));
});

test('keeps an order that was there, among equals', () => {
  const keys = Float64Array.from({ length: 3000 }, (_, index) => index % 2);
  const initial = Uint32Array.from({ length: 3000 }, (_, index) => 2999 - index);
  expect([...orderByDoubles(keys, initial)].slice(0, 3)).toEqual([2998, 2996, 2994]);
});
