/**
 * Accepts under way, in memory that the API shares with the processor's thread. On the same cores, whoever waits for a 202 goes first; what
 * was accepted is kept, and can wait.
 */
export class AcceptLoad {
  readonly #accepts: Int32Array<SharedArrayBuffer>;

  constructor(readonly memory = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) {
    this.#accepts = new Int32Array(memory);
  }

  get underWay(): number {
    return Atomics.load(this.#accepts, 0);
  }

  /**
   * Counts an accept for as long as the server works on it; not while it waits for a client, who may be slow.
   *
   * @param weight How many small accepts are as much work.
   */
  async during<T>(work: () => Promise<T>, weight = 1): Promise<T> {
    Atomics.add(this.#accepts, 0, weight);
    try {
      return await work();
    } finally {
      Atomics.sub(this.#accepts, 0, weight);
    }
  }
}
