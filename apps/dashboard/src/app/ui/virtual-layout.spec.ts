import { describe, expect, test } from '@jest/globals';

import { firstRow, rangeOf, scrollTopOf, spacerHeight } from './virtual-layout';

const list = { total: 1000, rowHeight: 28, height: 280 };
const huge = { total: 10_000_000, rowHeight: 28, height: 280 };

describe('rows in view', () => {
  test('are at hand, with some before and after', () => {
    const { from, count } = rangeOf(list, 2800);
    expect(from).toBeLessThan(100);
    expect(from + count).toBeGreaterThan(110);
    expect(count).toBeLessThan(30);
  });

  test('end with the list', () => {
    const { from, count } = rangeOf(list, 1000 * 28 - 280);
    expect(from + count).toBe(1000);
  });

  test('do not change with every pixel', () => expect(rangeOf(list, 2800)).toEqual(rangeOf(list, 2810)));
});

describe('a list too long for a browser', () => {
  test('is scrolled by a scale that still reaches both ends', () => {
    expect(spacerHeight(huge)).toBe(15_000_000);
    expect(firstRow(huge, 0)).toBe(0);
    expect(firstRow(huge, 15_000_000 - 280)).toBe(10_000_000 - 10);
  });

  test('finds every row again', () => {
    expect(firstRow(huge, scrollTopOf(huge, 7_654_321))).toBeCloseTo(7_654_321);
    expect(firstRow(list, scrollTopOf(list, 123))).toBe(123);
  });
});
