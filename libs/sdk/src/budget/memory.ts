import { fullBudget } from './limits.js';

/** In which order data is let go when there is no room: first what no decision was made about, then records, last whole decisions. */
export const sacrifices = ['data', 'records', 'decisions'] as const;
export type Sacrifice = (typeof sacrifices)[number];

/** Something that holds data and can let go of some. */
export interface Holder {
  /** Lets go of so many bytes of one kind, or of all that there are; how many it were. `why` is said of what did not stay. */
  sacrifice(kind: Sacrifice, bytes: number, why: string): number;
}

/** Bytes held by one flow, and by whom; outlives the flow, so that they can be given back when it was forgotten. */
export interface Held {
  bytes: number;
  holder?: WeakRef<Holder>;
}

/** What all flows of the process hold together. */
export class Memory {
  #used = 0;
  /** Who may have something of a kind, the longest first. Weak: a flow that the host forgot must not be kept by its data. */
  readonly #holders = {
    data: new Set<WeakRef<Holder>>(),
    records: new Set<WeakRef<Holder>>(),
    decisions: new Set<WeakRef<Holder>>(),
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
    if (held.bytes <= 0 && held.holder) this.#withdraw(held.holder);
  }

  offer(kind: Sacrifice, holder: WeakRef<Holder>): void {
    this.#holders[kind].add(holder);
  }

  #withdraw(holder: WeakRef<Holder>): void {
    for (const kind of sacrifices) this.#holders[kind].delete(holder);
  }

  /** Lets go of data of these kinds, of the flows that have it longest, until so many bytes fit; whether they do. */
  makeRoom(bytes: number, greatestBytes: number, kinds: readonly Sacrifice[]): boolean {
    const why = fullBudget(greatestBytes, 'all flows');
    for (const kind of kinds) {
      for (const holder of this.#holders[kind]) {
        const excess = this.#used + bytes - greatestBytes;
        if (excess <= 0) return true;
        const asked = withSlack(excess, greatestBytes);
        // Who could not give all that was asked has nothing more.
        if ((holder.deref()?.sacrifice(kind, asked, why) ?? 0) < asked) this.#holders[kind].delete(holder);
      }
    }
    return this.#used + bytes <= greatestBytes;
  }
}

/** A little more than is needed at once, so that not every capture has to make room. */
export function withSlack(excess: number, greatestBytes: number): number {
  return excess + greatestBytes / 64;
}

export const memory = new Memory();
