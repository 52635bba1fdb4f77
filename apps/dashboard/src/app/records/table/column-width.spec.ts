import { describe, expect, test } from '@jest/globals';

import type { Column } from '../engine/column';
import { columnWidth } from './column-width';

const column = (given: Partial<Column> = {}): Column => ({
  path: 'title',
  role: null,
  queryable: null,
  type: 'string',
  width: 20,
  ...given,
});

describe('a column', () => {
  test('is wide enough for its values and its head', () => {
    expect(columnWidth(column({ width: 30 }))).toBeGreaterThan(columnWidth(column({ width: 10 })));
    expect(columnWidth(column({ path: 'a_rather_long_name', width: 1 }))).toBeGreaterThan(120);
  });

  test('does not take the table for itself', () => {
    expect(columnWidth(column({ width: 4000 }))).toBe(320);
    expect(columnWidth(column({ width: 4000, type: 'number' }))).toBe(220);
  });
});
