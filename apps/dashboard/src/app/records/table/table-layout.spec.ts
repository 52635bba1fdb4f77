import { describe, expect, test } from '@jest/globals';

import type { Column } from '../engine/column';
import { type Arrangement, columnsInView, type PlacedColumn, tableLayout, templateOf } from './table-layout';

const columns = Array.from({ length: 400 }, (_, index): Column => ({
  path: `c${index}`,
  role: null,
  queryable: null,
  type: 'string',
  width: 12,
}));
const asTheyAre: Arrangement = { pinned: [], hidden: [], widths: new Map() };
const paths = (placed: readonly PlacedColumn[]): string[] => placed.map(({ column }) => column.path);

describe('the columns of a table', () => {
  test('are drawn only in view and a little beyond, however many there are', () => {
    const layout = tableLayout(columns, 100, asTheyAre);
    const drawn = columnsInView(layout, { left: 20_000, width: 600 });
    expect(drawn.length).toBeLessThan(14);
    expect(drawn[0]!.start).toBeGreaterThan(19_600);
    expect(columnsInView(layout, { left: 0, width: 100_000 })).toHaveLength(400);
  });

  test('leave room for those that are not drawn', () => {
    const layout = tableLayout(columns, 100, asTheyAre);
    const tracks = templateOf(layout, columnsInView(layout, { left: 20_000, width: 600 })).match(/[\d.]+px/g) ?? [];
    expect(tracks.reduce((sum, track) => sum + parseFloat(track), 0)).toBeCloseTo(layout.end);
  });

  test('that are pinned stand first and are always drawn; hidden ones nowhere', () => {
    const layout = tableLayout(columns, 100, { ...asTheyAre, pinned: ['c9', 'c2'], hidden: ['c0'] });
    expect(paths(layout.columns).slice(0, 4)).toEqual(['c9', 'c2', 'c1', 'c3']);
    expect(paths(columnsInView(layout, { left: 20_000, width: 600 })).slice(0, 2)).toEqual(['c9', 'c2']);
  });

  test('have the width that somebody gave them, within reason', () => {
    const widths = new Map([
      ['c0', 300],
      ['c1', 1],
      ['c2', 9999],
    ]);
    const layout = tableLayout(columns, 100, { ...asTheyAre, widths });
    expect(layout.columns.slice(0, 3).map(({ width }) => width)).toEqual([300, 48, 1200]);
  });

  test('that nobody has, though a link names them, change nothing', () => {
    const layout = tableLayout(columns.slice(0, 2), 100, { ...asTheyAre, pinned: ['x'], hidden: ['y'] });
    expect(paths(layout.columns)).toEqual(['c0', 'c1']);
  });
});
