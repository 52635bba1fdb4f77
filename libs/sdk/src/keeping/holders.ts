import type { Shelf } from './shelf.js';

/**
 * In which order is let go when there is no room: first of what was only estimated, then of data that no decision was made about, of records,
 * last of whole decisions.
 */
export const sacrifices = ['estimates', 'data', 'records', 'decisions'] as const;
export type Sacrifice = (typeof sacrifices)[number];

/** Who may have something of a kind, the longest first. Weak: a flow that the host forgot must not be kept by its data. */
export const holders: Record<Sacrifice, Set<WeakRef<Shelf>>> = {
  estimates: new Set(),
  data: new Set(),
  records: new Set(),
  decisions: new Set(),
};

export function forgetHolder(holder: WeakRef<Shelf>): void {
  for (const kind of sacrifices) holders[kind].delete(holder);
}
