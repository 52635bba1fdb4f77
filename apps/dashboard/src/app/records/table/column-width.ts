import type { Column } from '../engine/column';

const MONO = 7.3;
const SANS = 6.9;
const PADDING = 24;
const SORT_MARK = 14;
const OUTCOME_MARK = 20;
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

/** Columns of a grid: the place in the data, then each column, the last one taking what is left. */
export function gridColumns(columns: readonly Column[], records: number): string {
  const digits = Math.max(String(records).length, 2);
  const widths = columns.map((column, index) => {
    const width = columnWidth(column);
    return index === columns.length - 1 ? `minmax(${width}px, 1fr)` : `${width}px`;
  });
  return [`${Math.round(digits * MONO + PADDING)}px`, ...widths].join(' ');
}
