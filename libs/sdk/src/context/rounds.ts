import { snapshot } from '../recording/snapshot.js';
import type { Step } from '../recording/step.js';

/** Which iteration a step is when nobody says: one that failed is tried again, else it is the next. */
export class Rounds {
  readonly #last = new Map<string, number>();
  readonly #failed = new Map<string, number[]>();

  next(name: string, parent: Step | undefined): number {
    return this.#failed.get(keyOf(name, parent))?.pop() ?? (this.#last.get(name) ?? 0) + 1;
  }

  seen(name: string, iteration: number): number {
    this.#last.set(name, Math.max(this.#last.get(name) ?? 0, iteration));
    return iteration;
  }

  ended(step: Step, parent: Step | undefined): void {
    const key = keyOf(step.name, parent);
    if (step.hasFailed) this.#failed.set(key, [...(this.#failed.get(key) ?? []), step.iteration]);
  }
}

/** Parts of different steps are not tries of each other. */
function keyOf(name: string, parent: Step | undefined): string {
  return snapshot([name, parent?.reference]).json;
}
