/** Bytes that grow; numbers are written with their least byte first. */
export class ByteWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  byte(value: number): void {
    this.integer(value, 1);
  }

  /** An integer of so many bytes, at most 6. */
  integer(value: number, size: number): void {
    this.#reserve(size);
    for (let rest = value, at = 0; at < size; at++, rest = Math.floor(rest / 256)) {
      this.#bytes[this.#length++] = rest % 256;
    }
  }

  /** An integer of 0 or more in as few bytes as it needs, 7 bits in each. */
  varint(value: number): void {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.byte((rest % 128) + 128);
    this.byte(rest);
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #reserve(size: number): void {
    if (this.#length + size <= this.#bytes.length) return;
    const bytes = new Uint8Array(this.#bytes.length * 2);
    bytes.set(this.#bytes);
    this.#bytes = bytes;
  }
}

/** Reads what `ByteWriter` wrote. Throws RangeError where the bytes end too early. */
export class ByteReader {
  #at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get rest(): number {
    return this.bytes.length - this.#at;
  }

  byte(): number {
    const byte = this.bytes[this.#at++];
    if (byte === undefined) throw new RangeError(`The bytes end at ${this.bytes.length}, and more was promised.`);
    return byte;
  }

  integer(size: number): number {
    let value = 0;
    for (let at = 0, unit = 1; at < size; at++, unit *= 256) value += this.byte() * unit;
    return value;
  }

  varint(): number {
    let value = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = this.byte();
      value += (byte % 128) * unit;
      if (byte < 128) return value;
    }
  }
}
