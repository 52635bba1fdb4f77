import { memory } from '../budget/memory.js';
import type { Held } from '../budget/memory.js';
import type { DropReason } from '../receipt.js';

/** How many there were and what became of them: `captured` is always the sum of the others. */
export interface Counts {
  captured: number;
  /** The server promised to keep them. */
  accepted: number;
  /** Neither accepted nor dropped yet. */
  pending: number;
  dropped: { [reason in DropReason]?: number };
}

/** Since the process began. */
export interface Counters {
  flows: Counts;
  /** Observations, whether captured or written by a helper. */
  observations: Counts;
}

type State = 'pending' | 'accepted' | DropReason;

class Count {
  readonly #states = new Map<State, number>();

  move(from: State | undefined, to: State, count: number): void {
    if (from !== undefined) this.#states.set(from, (this.#states.get(from) ?? 0) - count);
    this.#states.set(to, (this.#states.get(to) ?? 0) + count);
  }

  get counts(): Counts {
    const {
      pending = 0,
      accepted = 0,
      ...dropped
    } = Object.fromEntries([...this.#states].filter(([, count]) => count > 0)) as {
      [state in State]?: number;
    };
    const captured = Object.values(dropped).reduce((sum, count) => sum + count, pending + accepted);
    return { captured, accepted, pending, dropped };
  }
}

const flows = new Count();
const observations = new Count();

/** What became of all flows of this process, and of what they captured. */
export function counters(): Counters {
  return { flows: flows.counts, observations: observations.counts };
}

/** What one flow has under way; outlives it. */
export interface Account extends Held {
  flow: State;
  /** Observations that share the fate of the flow, whatever it will be. */
  observations: number;
}

// Where a flow was forgotten without an end, what it held is given back, and counted.
const forgotten = new FinalizationRegistry<Account>((account) => {
  memory.giveBack(account, account.bytes);
  if (account.flow === 'pending') settle(account, 'abandoned');
});

/** Counts what becomes of one flow. */
export class Tally {
  readonly account: Account = { flow: 'pending', observations: 0, bytes: 0 };

  constructor() {
    flows.move(undefined, 'pending', 1);
    forgotten.register(this, this.account);
  }

  captured(): void {
    observations.move(undefined, this.account.flow, 1);
    this.account.observations += 1;
  }

  /** Some observations were dropped by themselves. */
  dropped(reason: DropReason): void {
    observations.move(this.account.flow, reason, 1);
    this.account.observations -= 1;
  }

  /** Never taken in, such as a capture after the end. */
  refused(reason: DropReason): void {
    observations.move(undefined, reason, 1);
  }

  /** A push with so many observations was accepted, while the flow goes on. */
  accepted(count: number): void {
    observations.move(this.account.flow, 'accepted', count);
    this.account.observations -= count;
  }

  /** The flow came to an end, or after a drop to another try. */
  settled(state: State): void {
    settle(this.account, state);
  }
}

function settle(account: Account, state: State): void {
  flows.move(account.flow, state, 1);
  observations.move(account.flow, state, account.observations);
  account.flow = state;
}
