import type { Platform } from '../platform.js';
import type { Lane } from './lane.js';
import { cutShort, noAnswer } from './no-answer.js';
import type { Outcome, Push, Transport } from './transport.js';

/** One try, given up when its time is up, its answer and the wait for its turn included. */
export class HttpTransport implements Transport {
  readonly #lane: Lane;
  readonly #platform: Platform;
  readonly #underWay = new Set<(graceMs: number) => void>();

  constructor(lane: Lane, platform: Platform) {
    this.#lane = lane;
    this.#platform = platform;
  }

  async send(push: Push, timeoutMs: number): Promise<Outcome> {
    const abort = new AbortController();
    const cancels: (() => void)[] = [];
    const timeUp = new Promise<Outcome>((resolve) => {
      const endIn = (milliseconds: number, outcome: () => Outcome) => {
        const end = () => {
          // Resolved here too: a patched fetch may not honour the signal.
          resolve(outcome());
          abort.abort();
        };
        cancels.push(this.#platform.schedule(end, milliseconds));
      };
      endIn(timeoutMs, () => this.#timedOut(timeoutMs));
      const hurry = (graceMs: number) => endIn(graceMs, () => ({ status: 'dropped', error: cutShort() }));
      this.#underWay.add(hurry);
      cancels.push(() => this.#underWay.delete(hurry));
    });
    try {
      return await Promise.race([this.#lane.send(push, abort.signal), timeUp]);
    } finally {
      for (const cancel of cancels) cancel();
    }
  }

  hurry(graceMs: number): void {
    for (const endWithin of this.#underWay) endWithin(graceMs);
  }

  #timedOut(timeoutMs: number): Outcome {
    return noAnswer(`POST ${this.#lane.url}: no answer within ${Math.round(timeoutMs)} ms`, 'timeout');
  }
}
