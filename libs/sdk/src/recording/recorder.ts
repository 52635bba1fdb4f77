import { messageOf } from './snapshot.js';
import type { Warnings } from './warnings.js';

/** Lets calls through while a flow records. Nothing that goes wrong inside reaches the host; it becomes a warning. */
export class Recorder {
  readonly warnings: Warnings;
  readonly now: () => number;
  #isSealed = false;

  constructor(warnings: Warnings, now: () => number) {
    this.warnings = warnings;
    this.now = now;
  }

  seal(): void {
    this.#isSealed = true;
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
