import type { Piscina } from 'piscina';
import { randomUUID } from 'node:crypto';
import type { Chunk, ChunkMemory } from './chunk-memory.js';
import type * as ReadThread from './read.thread.js';

/**
 * A body that a thread reads chunk by chunk: while it reads one, the next is filled. No more than two are in memory, and what the
 * thread keeps of the envelope.
 */
export class ChunkReading {
  readonly #name = randomUUID();
  readonly #chunks: Chunk[] = [];
  /** Resolves with the length of what the thread keeps. */
  #underWay: Promise<number> | undefined;
  #keptLength = 0;
  #isEnded = false;

  constructor(
    private readonly thread: Piscina,
    private readonly memory: ChunkMemory,
  ) {}

  /** What the thread keeps of the body so far. */
  get keptLength(): number {
    return this.#keptLength;
  }

  /** Answers memory for the first chunk. */
  async begin(contentType: string, observationBytes: number): Promise<Chunk> {
    await this.#run('openInThread', { name: this.#name, contentType, observationBytes } satisfies ReadThread.OpenTask);
    return this.#another();
  }

  /** Reads memory that is filled up to `length`, and answers memory for the next chunk. */
  async add(chunk: Chunk, length: number): Promise<Chunk> {
    this.#keptLength = (await this.#underWay) ?? 0;
    const task = { name: this.#name, chunk: chunk.subarray(0, length) } satisfies ReadThread.ChunkTask;
    this.#underWay = this.#run('addInThread', task) as Promise<number>;
    // Whoever fills the next chunk learns of it; nobody does when that fails first.
    this.#underWay.catch(() => undefined);
    return this.#chunks.find((other) => other !== chunk) ?? this.#another();
  }

  async end(): Promise<ReadThread.ReadBody> {
    await this.#underWay;
    const body = (await this.#run('endInThread', this.#name)) as ReadThread.ReadBody;
    this.#isEnded = true;
    return body;
  }

  /** Lets go of all memory, once the thread reads in it no more. Never throws. */
  async close(): Promise<void> {
    if (!this.#isEnded) await this.#run('forgetInThread', this.#name).catch(() => undefined);
    for (const chunk of this.#chunks.splice(0)) this.memory.giveBack(chunk);
  }

  #another(): Chunk {
    const chunk = this.memory.take();
    this.#chunks.push(chunk);
    return chunk;
  }

  #run(name: keyof typeof ReadThread, task: unknown): Promise<unknown> {
    return this.thread.run(task, { name });
  }
}
