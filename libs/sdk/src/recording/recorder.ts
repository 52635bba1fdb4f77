import type { Platform } from '../platform.js';
import { messageOf } from './thrown.js';
import type { Warnings } from './warnings.js';

/** Lets calls through while a flow records. Nothing that goes wrong inside reaches the host; it becomes a warning. */
export class Recorder {
  readonly warnings: Warnings;
  readonly now: () => number;
  readonly random: () => number;
  /** Called when a step has ended, and so can be sent. */
  stepEnded: () => void = () => undefined;
  readonly #thrown = new WeakSet<object>();
  #isSealed = false;

  constructor(warnings: Warnings, { now, random }: Pick<Platform, 'now' | 'random'>) {
    this.warnings = warnings;
    this.now = now;
    this.random = random;
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

  record(act: string, run: () => void): void {
    if (this.#isSealed) return this.warnings.add(`${act} was ignored: the flow was finished before.`);
    try {
      run();
    } catch (error) {
      this.warnings.add(`${act} failed: ${messageOf(error)}`);
    }
  }
}
