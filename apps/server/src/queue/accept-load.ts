/** So few accepts at a time leave the processor a core. */
const calmAccepts = 4;
/** Their number falls for a moment whenever a group of them is committed; calm is what lasts longer. */
const calmAfterMs = 30;
const lookEveryMs = 10;
const mostHoldMs = 1_000;
/** Those whose patience is over go one after the other: together they would be felt at the door. */
const leastGapMs = 500;

/**
 * Accepts under way, in memory that the API shares with the processor's thread. On the same cores, whoever waits for a 202 goes first; what
 * was accepted is kept, and can wait.
 */
export class AcceptLoad {
  readonly #accepts: Int32Array<SharedArrayBuffer>;
  #calmFrom = 0;
  #lastTurn = -leastGapMs;

  constructor(readonly memory = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) {
    this.#accepts = new Int32Array(memory);
  }

  /** Counts an accept for as long as the server works on it; not while it waits for a client, who may be slow. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    Atomics.add(this.#accepts, 0, 1);
    try {
      return await work();
    } finally {
      Atomics.sub(this.#accepts, 0, 1);
    }
  }

  /** Waits for a calm moment, a second or little more: under any load something becomes readable. */
  async calm(): Promise<void> {
    for (let waitedMs = 0; !this.#isCalm(); waitedMs += lookEveryMs) {
      if (waitedMs >= mostHoldMs && this.#isItsTurn()) return;
      await sleep(lookEveryMs);
    }
  }

  #isItsTurn(): boolean {
    const now = performance.now();
    if (now - this.#lastTurn < leastGapMs) return false;
    this.#lastTurn = now;
    return true;
  }

  #isCalm(): boolean {
    const now = performance.now();
    if (Atomics.load(this.#accepts, 0) > calmAccepts) this.#calmFrom = now + calmAfterMs;
    return now >= this.#calmFrom;
  }
}

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
