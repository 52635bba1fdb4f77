/** Browsers clip elements somewhere beyond 16 million pixels; above this the scroll bar is a scale, not a ruler. */
const MAX_HEIGHT = 15_000_000;

export interface VirtualList {
  total: number;
  rowHeight: number;
  /** Pixels of the view that rows can fill. */
  height: number;
}

export interface RowRange {
  from: number;
  count: number;
}

export const spacerHeight = ({ total, rowHeight }: VirtualList): number => Math.min(total * rowHeight, MAX_HEIGHT);

/** The row at the top edge, with its fraction. */
export function firstRow(list: VirtualList, scrollTop: number): number {
  const { total, rowHeight, height } = list;
  const spacer = spacerHeight(list);
  if (spacer === total * rowHeight) return scrollTop / rowHeight;
  return (scrollTop / Math.max(spacer - height, 1)) * Math.max(total - height / rowHeight, 0);
}

/** Where to scroll for a row to stand at the top edge. */
export function scrollTopOf(list: VirtualList, row: number): number {
  const { total, rowHeight, height } = list;
  const spacer = spacerHeight(list);
  if (spacer === total * rowHeight) return row * rowHeight;
  return (row / Math.max(total - height / rowHeight, 1)) * (spacer - height);
}

/** The rows to have at hand: those in view and some before and after, in steps so that it changes seldom. */
export function rangeOf(list: VirtualList, scrollTop: number): RowRange {
  const visible = Math.max(Math.ceil(list.height / list.rowHeight), 1);
  const step = Math.max(Math.floor(visible / 4), 1);
  const top = Math.floor(firstRow(list, scrollTop) / step) * step;
  const from = Math.max(top - step, 0);
  return { from, count: Math.min(visible + 3 * step, Math.max(list.total - from, 0)) };
}
