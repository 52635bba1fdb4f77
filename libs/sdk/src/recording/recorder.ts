import type { FlowSettings } from '../flow-settings.js';
import { isThenable } from '../context/settled.js';
import { Privacy } from '../privacy/redact.js';
import type { RedactedPlace } from '../privacy/redact.js';
import type { Snapshot } from './snapshot.js';
import type { Drop, DropReason } from '../receipt.js';
import { Tally } from './tally.js';
import { messageOf } from './thrown.js';
import { Warnings } from './warnings.js';

/** Lets calls through while a flow records. Nothing that goes wrong inside reaches the host; it becomes a warning. */
export class Recorder {
  readonly warnings = new Warnings();
  readonly now: () => number;
  readonly random: () => number;
  readonly privacy: Privacy;
  readonly tally = new Tally();
  readonly #thrown = new WeakSet<object>();
  readonly #settings: FlowSettings;
  /** After the end nothing more is taken in. */
  isSealed = false;

  constructor(settings: FlowSettings) {
    this.#settings = settings;
    this.now = settings.platform.now;
    this.random = settings.platform.random;
    this.privacy = new Privacy(settings.redact);
  }

  /** Whether this object was not seen before: an error passes through every step around the one that threw it. */
  isNews(thrown: unknown): boolean {
    if (typeof thrown !== 'object' || thrown === null || this.#thrown.has(thrown)) return false;
    this.#thrown.add(thrown);
    return true;
  }

  /** Hands on what may be recorded of a value: at once, or when that is known, also after the end. */
  take(value: unknown, place: RedactedPlace, use: (taken: Snapshot) => void): void {
    this.privacy.take(value, place, (taken) => this.attempt('A capture', () => use(taken)));
  }

  /** Something was captured where it cannot be taken in. */
  refused(reason: 'late' | 'over-budget', step: string): void {
    this.tally.captured();
    this.tally.left(reason, 1);
    this.#tell({ reason, step });
  }

  /** There was no room for an observation. */
  lost(step: string, observation: string): void {
    this.tally.left('over-budget', 1);
    this.#tell({ reason: 'over-budget', step, observation });
  }

  /** The flow was accepted, or dropped for a reason. */
  settled(reason: DropReason | undefined): void {
    this.tally.settled(reason ?? 'accepted');
    if (reason) this.#tell({ reason });
  }

  /** What `run` returns; undefined when it throws, or the flow has ended. */
  record<T>(act: string, run: () => T): T | undefined {
    if (!this.isSealed) return this.attempt(act, run);
    this.warnings.add(`${act} was ignored: the flow has ended.`);
    return undefined;
  }

  /** The same also after the end. */
  attempt<T>(act: string, run: () => T): T | undefined {
    try {
      return run();
    } catch (error) {
      this.#failed(act, error);
      return undefined;
    }
  }

  #tell(drop: Omit<Drop, 'flow'>): void {
    this.attempt('onDrop', () => {
      const { id, name, onDrop } = this.#settings;
      const told: unknown = onDrop?.({ ...drop, flow: { id, name } });
      if (isThenable(told)) told.then(undefined, (error: unknown) => this.#failed('onDrop', error));
    });
  }

  #failed(act: string, error: unknown): void {
    this.warnings.add(`${act} failed: ${messageOf(error)}`);
  }
}
