import type { Observation } from '../recording/observation.js';
import { cutDecision, cutPlain } from './cut.js';
import { fullBudget, overheadBytes } from './limits.js';
import type { Budget } from './limits.js';
import { memory, sacrifices, withSlack } from './memory.js';
import type { Held, Holder, Sacrifice } from './memory.js';

/** What one flow holds until the server has it, within its budgets. */
export class Shelf implements Holder {
  readonly #budget: Required<Budget>;
  readonly #watch: ReadonlySet<string>;
  readonly #held: Held;
  readonly #self = new WeakRef<Holder>(this);
  /** What can still be let go, the oldest first. */
  #open: Record<Sacrifice, Observation[]> = { data: [], records: [], decisions: [] };

  constructor(budget: Required<Budget>, watch: ReadonlySet<string>, held: Held) {
    this.#budget = budget;
    this.#watch = watch;
    this.#held = held;
    held.holder = this.#self;
  }

  /** Takes an observation in, whole or in part, and lets others go for it where it matters more; whether it stayed. */
  put(observation: Observation): boolean {
    this.#fitObservation(observation);
    if (!this.#makeRoom(observation)) {
      observation.leave();
      observation.owner.dropped(observation, this.#fullBudget(observation.bytes));
      return false;
    }
    memory.take(this.#held, observation.bytes);
    this.#offer(observation.decision ? (observation.isNotable ? 'decisions' : 'records') : 'data', observation);
    return true;
  }

  sacrifice(kind: Sacrifice, bytes: number, why: string): number {
    const queue = this.#open[kind];
    let freed = 0;
    let at = 0;
    for (; at < queue.length && freed < bytes; at++) {
      const observation = queue[at];
      if (!observation || observation.isGone) continue;
      freed += kind === 'records' ? this.#cutRecords(observation, why) : this.#letGo(observation, why);
    }
    queue.splice(0, at);
    return freed;
  }

  /** These are part of a push now, and cannot be let go any more; returns what gives their bytes back. */
  handOver(observations: readonly Observation[]): () => void {
    const bytes = observations.reduce((sum, observation) => sum + observation.bytes, 0);
    for (const observation of observations) observation.leave();
    for (const kind of sacrifices) this.#open[kind] = this.#open[kind].filter(({ isGone }) => !isGone);
    return () => memory.giveBack(this.#held, bytes);
  }

  /** Nothing of it will be sent. */
  clear(): void {
    for (const kind of sacrifices) {
      for (const observation of this.#open[kind]) observation.leave();
      this.#open[kind] = [];
    }
    memory.giveBack(this.#held, this.#held.bytes);
  }

  #makeRoom(observation: Observation): boolean {
    if (!observation.decision) return this.#fits(observation, ['data']);
    if (this.#fits(observation, ['data', 'records'])) return true;
    this.#cut(observation, this.#fullBudget(observation.bytes));
    return this.#fits(observation, ['data', 'records', 'decisions']);
  }

  #fits({ bytes }: Observation, kinds: readonly Sacrifice[]): boolean {
    const { flowBytes, memoryBytes } = this.#budget;
    for (const kind of kinds) {
      const excess = this.#held.bytes + bytes - flowBytes;
      if (excess > 0) this.sacrifice(kind, withSlack(excess, flowBytes), fullBudget(flowBytes, 'a flow'));
    }
    return this.#held.bytes + bytes <= flowBytes && memory.makeRoom(bytes, memoryBytes, kinds);
  }

  #fitObservation(observation: Observation): void {
    const { observationBytes, flowBytes, memoryBytes } = this.#budget;
    const greatestBytes = Math.min(observationBytes, flowBytes - overheadBytes, memoryBytes - overheadBytes);
    if (observation.bytes - overheadBytes <= greatestBytes) return;
    const why = fullBudget(greatestBytes, 'an observation');
    const options = { watch: this.#watch, greatestBytes, reason: why };
    const { json, decision } = observation;
    const cut = (decision && cutDecision(json, decision, options)) ?? cutPlain(json, options);
    observation.replace(cut.json, cut.decision);
    observation.owner.cut(observation, cut, why);
  }

  /** Only what matters stays; what it made free. */
  #cutRecords(observation: Observation, why: string): number {
    const before = observation.bytes;
    this.#cut(observation, why);
    const freed = before - observation.bytes;
    memory.giveBack(this.#held, freed);
    this.#offer('decisions', observation);
    return freed;
  }

  #cut(observation: Observation, why: string): void {
    const { json, decision } = observation;
    if (observation.isNotable || !decision) return;
    observation.isNotable = true;
    const cut = cutDecision(json, decision, { watch: this.#watch, reason: why });
    if (!cut) return;
    observation.replace(cut.json, cut.decision);
    observation.owner.cut(observation, cut, why);
  }

  #letGo(observation: Observation, why: string): number {
    const freed = observation.bytes;
    memory.giveBack(this.#held, freed);
    observation.leave();
    observation.owner.dropped(observation, why);
    return freed;
  }

  #offer(kind: Sacrifice, observation: Observation): void {
    this.#open[kind].push(observation);
    memory.offer(kind, this.#self);
  }

  #fullBudget(bytes: number): string {
    const { flowBytes, memoryBytes } = this.#budget;
    return this.#held.bytes + bytes > flowBytes
      ? fullBudget(flowBytes, 'a flow')
      : fullBudget(memoryBytes, 'all flows');
  }
}
