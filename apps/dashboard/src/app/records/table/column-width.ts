import type { Column } from '../engine/column';

export const MONO = 7.3;
const SANS = 6.9;
export const PADDING = 24;
const SORT_MARK = 20;
const OUTCOME_MARK = 28;
/** A recorded `false` is shown as `dropped`. */
const LONGEST_OUTCOME = 'dropped'.length;

/** For the parts of a score, drawn as a bar. */
const BAR = 176;

export const LEAST_WIDTH = 48;
export const MOST_WIDTH = 1200;

/** Pixels for a column: as wide as most of its values and its head, within reason. */
export function columnWidth({ path, role, type, width }: Column): number {
  if (role === 'parts') return BAR;
  const head = Math.min(path.length * SANS + PADDING + SORT_MARK, 160);
  const isMono = type === 'number' || type === 'object' || type === 'array';
  const characters = role === 'outcome' ? Math.max(width, LONGEST_OUTCOME) : width;
  const values = characters * (isMono ? MONO : SANS) + PADDING + (role === 'outcome' ? OUTCOME_MARK : 0);
  const most = type === 'number' ? 220 : 320;
  return Math.round(Math.min(Math.max(head, values, 64), Math.max(most, Math.min(head, 180))));
}
