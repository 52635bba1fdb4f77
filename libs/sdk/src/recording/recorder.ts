import { Shelf } from '../budget/shelf.js';
import type { FlowSettings } from '../flow-settings.js';
import { Privacy } from '../privacy/redact.js';
import type { Drop, DropReason } from '../receipt.js';
import { Tally } from './tally.js';
import { messageOf } from './thrown.js';
import type { Warnings } from './warnings.js';

/** Lets calls through while a flow records. Nothing that goes wrong inside reaches the host; it becomes a warning. */
export class Recorder {
  readonly warnings: Warnings;
  readonly now: () => number;
  readonly random: () => number;
  readonly privacy: Privacy;
  readonly shelf: Shelf;
  readonly tally = new Tally();
  /** Called when a step has ended, and so can be sent. */
  stepEnded: () => void = () => undefined;
  readonly #thrown = new WeakSet<object>();
  readonly #flow: Drop['flow'];
  readonly #onDrop: FlowSettings['onDrop'];
  #isSealed = false;

  constructor(warnings: Warnings, { id, name, platform, redact, budget, watch, onDrop }: FlowSettings) {
    this.warnings = warnings;
    this.now = platform.now;
    this.random = platform.random;
    this.privacy = new Privacy(redact);
    this.shelf = new Shelf(budget, new Set(watch.map(String)), this.tally.account);
    this.#flow = { id, name };
    this.#onDrop = onDrop;
  }

  seal(): void {
    this.#isSealed = true;
  }

  get isSealed(): boolean {
    return this.#isSealed;
  }

  /** Whether this object was not seen before: an error passes through every step around the one that threw it. */
  isNews(thrown: unknown): boolean {
    if (typeof thrown !== 'object' || thrown === null || this.#thrown.has(thrown)) return false;
    this.#thrown.add(thrown);
    return true;
  }

  /** Uses what is not known yet, also after the end. */
  later<T>(known: Promise<T>, use: (value: T) => void): void {
    void known.then((value) => {
      this.attempt('A capture', () => use(value));
      if (!this.#isSealed) this.stepEnded();
    });
  }

  /** Something was captured where it cannot be taken in. */
  refused(reason: 'late' | 'over-budget', step: string): void {
    this.tally.refused(reason);
    this.dropped({ reason, step });
  }

  /** The flow was accepted, or dropped for a reason. */
  settled(reason: DropReason | undefined): void {
    this.tally.settled(reason ?? 'accepted');
    if (reason) this.dropped({ reason });
  }

  /** Tells the host. */
  dropped(drop: Omit<Drop, 'flow'>): void {
    try {
      this.#onDrop?.({ ...drop, flow: this.#flow });
    } catch (error) {
      this.warnings.add(`onDrop failed: ${messageOf(error)}`);
    }
  }

  record(act: string, run: () => void): void {
    if (this.#isSealed) return this.warnings.add(`${act} was ignored: the flow was finished before.`);
    this.attempt(act, run);
  }

  /** The same also after the end. */
  attempt(act: string, run: () => void): void {
    try {
      run();
    } catch (error) {
      this.warnings.add(`${act} failed: ${messageOf(error)}`);
    }
  }
}
