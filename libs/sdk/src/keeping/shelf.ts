import type { Budget } from '../budget/limits.js';
import { overheadBytes } from '../budget/limits.js';
import { memory } from '../budget/memory.js';
import type { Held } from '../budget/memory.js';
import { forgetHolder, holders, sacrifices } from './holders.js';
import type { Sacrifice } from './holders.js';
import { makeRoom } from './make-room.js';
import type { Observation } from './observation.js';

/** What one flow holds until the server has it, within its budgets. */
export class Shelf {
  readonly budget: Required<Budget>;
  readonly watch: ReadonlySet<string>;
  readonly held: Held;
  /** What can still be let go, the oldest first. */
  readonly open: Record<Sacrifice, Observation[]> = { estimates: [], data: [], records: [], decisions: [] };
  readonly #self = new WeakRef<Shelf>(this);

  constructor(budget: Required<Budget>, watch: ReadonlySet<string>, held: Held) {
    this.budget = budget;
    this.watch = watch;
    this.held = held;
    const self = this.#self;
    held.emptied = () => forgetHolder(self);
  }

  /** Takes an observation in, whole or in part, and lets others go for it where it matters more; whether it stayed. */
  put(observation: Observation): boolean {
    const why = this.#whyNoRoom(observation);
    if (why !== undefined) {
      observation.leave();
      observation.owner.dropped(observation, why);
      return false;
    }
    memory.take(this.held, observation.bytes);
    this.offer('estimates', observation);
    this.offer(observation.decision ? (observation.isNotable ? 'decisions' : 'records') : 'data', observation);
    return true;
  }

  offer(kind: Sacrifice, observation: Observation): void {
    this.open[kind].push(observation);
    holders[kind].add(this.#self);
  }

  /** These are part of a push now, and cannot be let go any more; returns what gives their bytes back. */
  handOver(observations: readonly Observation[]): () => void {
    let bytes = 0;
    for (const observation of observations) {
      memory.giveBack(this.held, observation.measure());
      bytes += observation.bytes;
      observation.leave();
    }
    for (const kind of sacrifices) this.open[kind] = this.open[kind].filter(({ isGone }) => !isGone);
    return () => memory.giveBack(this.held, bytes);
  }

  /** Nothing of it will be sent. */
  clear(): void {
    for (const kind of sacrifices) {
      for (const observation of this.open[kind]) observation.leave();
      this.open[kind] = [];
    }
    memory.giveBack(this.held, this.held.bytes);
  }

  #whyNoRoom(observation: Observation): string | undefined {
    const { bytes } = observation;
    const { observationBytes, flowBytes, memoryBytes } = this.budget;
    const isRoom =
      bytes - overheadBytes <= observationBytes &&
      this.held.bytes + bytes <= flowBytes &&
      memory.used + bytes <= memoryBytes;
    return isRoom ? undefined : makeRoom(observation, this);
  }
}
