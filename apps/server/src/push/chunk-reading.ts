import type { Piscina } from 'piscina';
import { randomUUID } from 'node:crypto';
import type * as ReadThread from './read.thread.js';
import type { ReadHeadResult } from './read-head.js';

/** Bytes that go to the thread at a time: large enough to be worth the way, small enough to wait behind. */
export const chunkBytes = 512 * 1024;

/**
 * A body that a thread reads chunk by chunk: while it reads one, the next is filled. No more than two are in memory, and what the
 * thread keeps of the envelope.
 */
export class ChunkReading {
  readonly #name = randomUUID();
  #readMemory: Promise<ReadThread.ReadChunk> | undefined;
  #keptLength = 0;

  constructor(private readonly thread: Piscina) {}

  /** What the thread keeps of the body so far. */
  get keptLength(): number {
    return this.#keptLength;
  }

  async begin(contentType: string, observationBytes: number): Promise<Uint8Array> {
    await this.#run('openInThread', { name: this.#name, contentType, observationBytes } satisfies ReadThread.OpenTask);
    return new Uint8Array(chunkBytes);
  }

  /** Takes the memory away, filled up to `length`, and answers memory for the next chunk. */
  async add(memory: Uint8Array, length: number): Promise<Uint8Array> {
    const earlier = await this.#readMemory;
    const task = { name: this.#name, memory, length } satisfies ReadThread.ChunkTask;
    this.#readMemory = this.#run('addInThread', task, [memory.buffer as ArrayBuffer]) as Promise<ReadThread.ReadChunk>;
    // Whoever fills the next chunk learns of it; nobody does when that fails first.
    this.#readMemory.catch(() => undefined);
    this.#keptLength = earlier?.keptLength ?? 0;
    return earlier?.memory ?? new Uint8Array(chunkBytes);
  }

  async end(): Promise<ReadHeadResult> {
    await this.#readMemory;
    return (await this.#run('endInThread', this.#name)) as ReadHeadResult;
  }

  /** Lets the thread forget a body that nobody ends. Never throws. */
  async forget(): Promise<void> {
    await this.#run('forgetInThread', this.#name).catch(() => undefined);
  }

  #run(name: keyof typeof ReadThread, task: unknown, transferList: ArrayBuffer[] = []): Promise<unknown> {
    return this.thread.run(task, { name, transferList });
  }
}
