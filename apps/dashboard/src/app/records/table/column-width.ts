import type { Across } from '../../ui/virtual-scroll';
import type { Column } from '../engine/column';

const MONO = 7.3;
const SANS = 6.9;
const PADDING = 24;
const BEYOND = 120;
const SORT_MARK = 20;
const OUTCOME_MARK = 28;
/** A recorded `false` is shown as `dropped`. */
const LONGEST_OUTCOME = 'dropped'.length;

/** Pixels for a column: as wide as most of its values and its head, within reason. */
export function columnWidth({ path, role, type, width }: Column): number {
  const head = Math.min(path.length * SANS + PADDING + SORT_MARK, 160);
  const isMono = type === 'number' || type === 'object' || type === 'array';
  const characters = role === 'outcome' ? Math.max(width, LONGEST_OUTCOME) : width;
  const values = characters * (isMono ? MONO : SANS) + PADDING + (role === 'outcome' ? OUTCOME_MARK : 0);
  const most = type === 'number' ? 220 : 320;
  return Math.round(Math.min(Math.max(head, values, 64), Math.max(most, Math.min(head, 180))));
}

export interface ColumnLayout {
  /** For `grid-template-columns`: the place in the data, then each column, the last one taking what is left. */
  template: string;
  /** Where each column ends, in pixels. */
  ends: number[];
}

export function columnLayout(columns: readonly Column[], records: number): ColumnLayout {
  const digits = Math.max(String(records).length, 2);
  const place = Math.round(digits * MONO + PADDING);
  const widths = columns.map(columnWidth);
  let end = place;
  const ends = widths.map((width) => (end += width));
  // A number far to the right of its neighbours is hard to read; an empty column takes the rest.
  const rest = columns.at(-1)?.type === 'number' ? `${widths.at(-1)}px 1fr` : `minmax(${widths.at(-1) ?? 0}px, 1fr)`;
  return { template: [place, ...widths.slice(0, -1)].map((width) => `${width}px`).join(' ') + ` ${rest}`, ends };
}

/** Indexes of the columns in view and a little beyond: only their cells are drawn. */
export function columnsInView({ ends }: ColumnLayout, { left, width }: Across): { from: number; to: number } {
  const from = ends.findIndex((end) => end > left - BEYOND);
  const to = ends.findIndex((end) => end > left + width + BEYOND);
  return { from: Math.max(from, 0), to: to === -1 ? ends.length : to + 1 };
}
