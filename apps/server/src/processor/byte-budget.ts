/** Bytes that may be in work at one time, given out in the order in which they are asked for. */
export class ByteBudget {
  readonly #waiting: { bytes: number; start: () => void }[] = [];
  #free: number;

  constructor(readonly total: number) {
    this.#free = total;
  }

  /** Waits until so many bytes are free; whoever wants more than there are gets all. */
  async hold<T>(bytes: number, act: () => Promise<T>): Promise<T> {
    const share = Math.min(bytes, this.total);
    await this.#reserve(share);
    try {
      return await act();
    } finally {
      this.#free += share;
      this.#startNext();
    }
  }

  #reserve(bytes: number): Promise<void> {
    return new Promise((start) => {
      this.#waiting.push({ bytes, start });
      this.#startNext();
    });
  }

  #startNext(): void {
    for (let next = this.#waiting[0]; next && next.bytes <= this.#free; next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#free -= next.bytes;
      next.start();
    }
  }
}
