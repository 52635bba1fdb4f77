import { createHash } from 'node:crypto';
import { Problem } from '../errors/problem.js';
import type { BodyShare } from './body-budget.js';
import { collectAfter } from '../push/young-memory.js';

/** A body that goes by once, and is never in memory as a whole. */
export class LargeBody {
  /** SHA-256 of all bytes, of whoever took them. */
  takenDigest: Buffer | undefined;
  /** What has come and was not taken yet. */
  #waiting: Buffer = Buffer.alloc(0);
  #length = 0;

  /**
   * @param first What has come already.
   * @param most Bytes, after inflation.
   */
  constructor(
    private readonly first: Buffer[],
    private readonly chunks: AsyncGenerator<Buffer>,
    private readonly most: number,
    readonly share: BodyShare,
  ) {}

  /** Bytes that have come so far. */
  get length(): number {
    return this.#length;
  }

  /** Fills the memory and answers how much of it, which is all unless the body ends. */
  async fill(memory: Uint8Array): Promise<number> {
    let filled = 0;
    while (filled < memory.length && (this.#waiting.length > 0 || (await this.#next()))) {
      const piece = this.#waiting.subarray(0, memory.length - filled);
      memory.set(piece, filled);
      this.#waiting = this.#waiting.subarray(piece.length);
      filled += piece.length;
    }
    return filled;
  }

  /** SHA-256 of all bytes; when nobody took them, they go by for it. */
  async digest(): Promise<Buffer> {
    if (this.takenDigest) return this.takenDigest;
    const hash = createHash('sha256');
    while (await this.#next()) hash.update(this.#waiting);
    return hash.digest();
  }

  /** Lets the rest go by. */
  async drain(): Promise<void> {
    while (await this.#next());
  }

  /** Nobody wants the rest of it. */
  async close(): Promise<void> {
    await this.chunks.return(undefined);
  }

  async #next(): Promise<boolean> {
    const chunk = this.first.shift() ?? ((await this.chunks.next()).value as Buffer | undefined);
    if (!chunk) return false;
    this.#waiting = chunk;
    this.#length += chunk.length;
    if (this.#length > this.most) throw tooLarge(this.most);
    collectAfter(chunk.length);
    return true;
  }
}

export const tooLarge = (most: number): Problem =>
  new Problem('payload-too-large', `The body is more than ${most} bytes after inflation. Send it in several pushes.`);
