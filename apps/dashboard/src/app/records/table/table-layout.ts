import type { Across } from '../../ui/virtual-scroll';
import type { Column } from '../engine/column';
import { columnWidth, LEAST_WIDTH, MONO, MOST_WIDTH, PADDING } from './column-width';

/** How somebody has arranged the columns, by path. */
export interface Arrangement {
  pinned: readonly string[];
  hidden: readonly string[];
  widths: ReadonlyMap<string, number>;
}

export interface PlacedColumn {
  column: Column;
  /** From 1, among those that are shown. */
  number: number;
  /** Pixels from the left edge of the table. */
  start: number;
  width: number;
  isPinned: boolean;
}

export interface TableLayout {
  /** Pixels for the place in the data, which stays in view. */
  place: number;
  /** Pinned ones first. */
  columns: PlacedColumn[];
  /** Where the pinned ones end. */
  pinnedEnd: number;
  end: number;
}

/** Columns drawn beyond the edges of the view, in pixels. */
const BEYOND = 160;

/** Pinned columns first, in the order in which they were pinned; hidden ones not at all. */
export function tableLayout(columns: readonly Column[], records: number, arrangement: Arrangement): TableLayout {
  const { pinned, hidden } = arrangement;
  const first = pinned.flatMap((path) => columns.find((column) => column.path === path) ?? []);
  const rest = columns.filter(({ path }) => !pinned.includes(path) && !hidden.includes(path));
  const place = Math.round(Math.max(String(records).length, 2) * MONO + PADDING);
  let end = place;
  const placed = [...first, ...rest].map((column, index): PlacedColumn => {
    const width = widthOf(column, arrangement);
    const start = end;
    end += width;
    return { column, number: index + 1, start, width, isPinned: index < first.length };
  });
  return {
    place,
    columns: placed,
    pinnedEnd: placed[first.length - 1]?.isPinned ? endOf(placed[first.length - 1]) : place,
    end,
  };
}

/** The columns whose cells are drawn: the pinned ones, and those in view and a little beyond. */
export function columnsInView({ columns, pinnedEnd }: TableLayout, { left, width }: Across): PlacedColumn[] {
  const from = left + pinnedEnd - BEYOND;
  const to = left + width + BEYOND;
  return columns.filter((column) => column.isPinned || (endOf(column) > from && column.start < to));
}

/** For `grid-template-columns`: the place, then of each drawn column its width, with the gap before it where some are not drawn. */
export function templateOf({ place, end }: TableLayout, drawn: readonly PlacedColumn[]): string {
  let at = place;
  const tracks = drawn.flatMap((column) => {
    const gap = column.start - at;
    at = endOf(column);
    return [`${gap}px`, `${column.width}px`];
  });
  const last = drawn.at(-1);
  // A number far to the right of its neighbours is hard to read; an empty track takes the rest.
  const isStretched = last !== undefined && endOf(last) === end && !last.isPinned && last.column.type !== 'number';
  if (isStretched) tracks.push(`minmax(${tracks.pop()}, 1fr)`);
  return [`${place}px`, ...tracks, ...(isStretched ? [] : [`minmax(${end - at}px, 1fr)`])].join(' ');
}

/** The track of a drawn column: behind the place, each has a gap before it. */
export const trackOf = (index: number): number => 3 + index * 2;

const endOf = (column: PlacedColumn | undefined): number => (column ? column.start + column.width : 0);

function widthOf(column: Column, { widths }: Arrangement): number {
  const wanted = widths.get(column.path);
  return wanted === undefined ? columnWidth(column) : Math.min(Math.max(wanted, LEAST_WIDTH), MOST_WIDTH);
}
