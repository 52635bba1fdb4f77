import type { AcceptLoad } from './accept-load.js';

/** What a lane of work takes for a calm moment. */
export interface Calm {
  /** No more under way than these … */
  mostAccepts: number;
  /** … for so long: their number falls for a moment whenever a group of them is committed. */
  forMs: number;
}

/** A few accepts leave a core to small work; large work is felt by any. */
export const calm = {
  forSmall: { mostAccepts: 4, forMs: 30 },
  forLarge: { mostAccepts: 0, forMs: 250 },
} satisfies Record<string, Calm>;

const lookEveryMs = 10;
const mostHoldMs = 1_000;
/** What waits for so long waits no more for the sake of what comes in. */
const mostWaitMs = 30_000;
/** Those whose patience is over go one after the other, and leave most of the time to the door. */
const leastGapMs = 500;
const restForEachMs = 4;

/** A lane of work that lets accepts go before it, each piece for a second or little more: under any load something gets done. */
export class AcceptsFirst {
  /** How long the last of the lane's work had waited when it was taken up. */
  waitedMs = 0;
  #calmFrom = 0;
  #nextTurn = 0;
  #pieceFrom = 0;
  #restedMs = 0;

  constructor(
    private readonly load: AcceptLoad,
    private readonly calm: Calm,
  ) {}

  /** Does the work in a calm moment, or in its turn when there is none. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    for (let heldMs = 0; this.waitedMs < mostWaitMs && !this.#isCalm(); heldMs += lookEveryMs) {
      if (heldMs >= mostHoldMs && performance.now() >= this.#nextTurn) return this.#inTurn(work);
      await sleep(lookEveryMs);
    }
    return this.#begin(work);
  }

  /**
   * Between two pieces of a work that goes on alone in its lane: whoever is being accepted goes first, for at most four times as long as
   * the piece took. A thread of low priority still keeps its core for some milliseconds from whoever wakes up.
   */
  async rest(): Promise<void> {
    const ended = performance.now();
    const mostRestMs = this.waitedMs < mostWaitMs ? (ended - this.#pieceFrom) * restForEachMs : 0;
    while (this.load.underWay > 0 && performance.now() - ended < mostRestMs) await sleep(1);
    this.#pieceFrom = performance.now();
    this.#restedMs += this.#pieceFrom - ended;
  }

  #begin<T>(work: () => Promise<T>): Promise<T> {
    this.#pieceFrom = performance.now();
    this.#restedMs = 0;
    return work();
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.#nextTurn = Number.POSITIVE_INFINITY;
    const begun = performance.now();
    try {
      return await this.#begin(work);
    } finally {
      const ended = performance.now();
      const workedMs = ended - begun - this.#restedMs;
      this.#nextTurn = ended + Math.max(leastGapMs, workedMs * restForEachMs - this.#restedMs);
    }
  }

  #isCalm(): boolean {
    const now = performance.now();
    if (this.load.underWay > this.calm.mostAccepts) this.#calmFrom = now + this.calm.forMs;
    return now >= this.#calmFrom;
  }
}

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
