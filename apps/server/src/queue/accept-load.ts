/** So few accepts at a time leave the processor a core. */
const calmAccepts = 4;
/** Their number falls for a moment whenever a group of them is committed; calm is what lasts longer. */
const calmAfterMs = 30;
const lookEveryMs = 10;
const mostHoldMs = 1_000;

/**
 * Accepts under way, in memory that the API shares with the processor's thread. On the same cores, whoever waits for a 202 goes first; what
 * was accepted is kept, and can wait.
 */
export class AcceptLoad {
  readonly #accepts: Int32Array<SharedArrayBuffer>;
  #calmFrom = 0;

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

  /** Waits for a calm moment, a second at most: under any load something becomes readable. */
  async calm(): Promise<void> {
    for (let waitedMs = 0; waitedMs < mostHoldMs; waitedMs += lookEveryMs) {
      if (this.#isCalm()) return;
      await sleep(lookEveryMs);
    }
  }

  #isCalm(): boolean {
    const now = performance.now();
    if (Atomics.load(this.#accepts, 0) > calmAccepts) this.#calmFrom = now + calmAfterMs;
    return now >= this.#calmFrom;
  }
}

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
