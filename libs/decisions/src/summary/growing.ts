type Numbers = Uint8Array | Uint32Array | Float64Array;

/** A typed array that grows as values are added; places that were skipped hold its empty value. */
export class Growing<T extends Numbers> {
  #values: T;
  #length = 0;

  constructor(
    private readonly make: (length: number) => T,
    private readonly empty: number,
  ) {
    this.#values = make(64).fill(empty) as T;
  }

  set(index: number, value: number): void {
    if (index >= this.#values.length) this.#grow(index + 1);
    this.#values[index] = value;
    if (index >= this.#length) this.#length = index + 1;
  }

  get(index: number): number {
    return index < this.#length ? (this.#values[index] ?? this.empty) : this.empty;
  }

  /** As many values as asked for; shares its memory. */
  view(length: number): T {
    if (length > this.#values.length) this.#grow(length);
    return this.#values.subarray(0, length) as T;
  }

  #grow(least: number): void {
    const values = this.make(Math.max(least, this.#values.length * 2)).fill(this.empty) as T;
    values.set(this.#values);
    this.#values = values;
  }
}

export const bytes = (): Growing<Uint8Array> => new Growing((length) => new Uint8Array(length), 0);
export const indexes = (): Growing<Uint32Array> => new Growing((length) => new Uint32Array(length), NONE);
export const doubles = (): Growing<Float64Array> => new Growing((length) => new Float64Array(length), NaN);

/** Stands for "no entry" in columns of indexes. */
export const NONE = 0xffffffff;
