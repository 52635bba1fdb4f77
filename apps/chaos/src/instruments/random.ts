import { createHash } from 'node:crypto';

/** Choices that a seed decides: the same seed and name, the same choices. */
export class Random {
  #state: number;

  /** @param name Streams of different names are independent of each other. */
  constructor(seed: number, name = '') {
    this.#state = createHash('sha256').update(`${seed}/${name}`).digest().readUInt32LE();
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    let mixed = this.#state ^ (this.#state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.between(0, items.length - 1)] ?? items[0];
  }

  /** Text that gzip cannot make much shorter than three quarters. */
  text(length: number): string {
    const bytes = Buffer.allocUnsafe(Math.ceil((length * 3) / 12) * 4);
    for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32LE(this.next() * 2 ** 32, at);
    return bytes.toString('base64url').slice(0, length);
  }

  uuid(): string {
    const hex = Array.from({ length: 32 }, () => this.between(0, 15).toString(16)).join('');
    const variant = '89ab'[this.between(0, 3)];
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
}
