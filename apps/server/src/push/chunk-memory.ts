/** Bytes that go to the thread at a time: large enough to be worth the way, small enough to wait behind. */
export const chunkBytes = 512 * 1024;
/** What is kept for later bodies: 8 MiB. */
const mostFree = 16;

export type Chunk = Uint8Array<SharedArrayBuffer>;

/**
 * Memory that the door fills and the thread reads. It is shared, and used again and again: memory that changes hands, or is new for each
 * chunk, makes the collector go over the whole heap several times a second.
 */
export class ChunkMemory {
  readonly #free: Chunk[] = [];

  take(): Chunk {
    return this.#free.pop() ?? new Uint8Array(new SharedArrayBuffer(chunkBytes));
  }

  giveBack(chunk: Chunk): void {
    if (this.#free.length < mostFree) this.#free.push(chunk);
  }
}
