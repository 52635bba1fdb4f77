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

type Count = { [state in State]?: number };

const flows: Count = {};
const observations: Count = {};

function move(count: Count, from: State | undefined, to: State, many: number): void {
  if (from !== undefined) count[from] = (count[from] ?? 0) - many;
  count[to] = (count[to] ?? 0) + many;
}

function countsOf(count: Count): Counts {
  const known = Object.entries(count).filter(([, many]) => many > 0);
  const { pending = 0, accepted = 0, ...dropped } = Object.fromEntries(known) as Count;
  return { captured: known.reduce((sum, [, many]) => sum + many, 0), accepted, pending, dropped };
}

/** What became of all flows of this process, and of what they captured. */
export function counters(): Counters {
  return { flows: countsOf(flows), observations: countsOf(observations) };
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
    move(flows, undefined, 'pending', 1);
    forgotten.register(this, this.account);
  }

  captured(): void {
    move(observations, undefined, this.account.flow, 1);
    this.account.observations += 1;
  }

  /** Some observations were dropped or accepted by themselves, while the flow goes on. */
  left(state: State, count: number): void {
    move(observations, this.account.flow, state, count);
    this.account.observations -= count;
  }

  /** The flow came to an end, or after a drop to another try. */
  settled(state: State): void {
    settle(this.account, state);
  }
}

function settle(account: Account, state: State): void {
  move(flows, account.flow, state, 1);
  move(observations, account.flow, state, account.observations);
  account.flow = state;
}
