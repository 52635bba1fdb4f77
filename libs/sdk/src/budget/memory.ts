import type { Shelf } from './shelf.js';

/**
 * In which order is let go when there is no room: first of what was only estimated, then of data that no decision was made about, of records,
 * last of whole decisions.
 */
export const sacrifices = ['estimates', 'data', 'records', 'decisions'] as const;
export type Sacrifice = (typeof sacrifices)[number];

/** Bytes held by one flow, and by whom; outlives the flow, so that they can be given back when it was forgotten. */
export interface Held {
  bytes: number;
  holder?: WeakRef<Shelf>;
}

/** What all flows of the process hold together. */
export class Memory {
  #used = 0;
  /** Who may have something of a kind, the longest first. Weak: a flow that the host forgot must not be kept by its data. */
  readonly holders = {
    estimates: new Set<WeakRef<Shelf>>(),
    data: new Set<WeakRef<Shelf>>(),
    records: new Set<WeakRef<Shelf>>(),
    decisions: new Set<WeakRef<Shelf>>(),
  };

  get used(): number {
    return this.#used;
  }

  take(held: Held, bytes: number): void {
    held.bytes += bytes;
    this.#used += bytes;
  }

  giveBack(held: Held, bytes: number): void {
    held.bytes -= bytes;
    this.#used -= bytes;
    if (held.bytes <= 0 && held.holder) for (const kind of sacrifices) this.holders[kind].delete(held.holder);
  }

  offer(kind: Sacrifice, holder: WeakRef<Shelf>): void {
    this.holders[kind].add(holder);
  }
}

export const memory = new Memory();
