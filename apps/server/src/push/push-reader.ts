import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Piscina } from 'piscina';
import { ChunkMemory } from './chunk-memory.js';
import { ChunkReading } from './chunk-reading.js';
import { readBatch, type BatchTask, type ReadBatch } from './read-batch.js';
import type * as ReadThread from './read.thread.js';
import { readHead, type HeadTask, type ReadHead } from './read-head.js';

/** Below this, handing a body to a thread takes longer than reading it. */
const threadBytes = 128 * 1024;

const threadFile = new URL(`./read.thread.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

/** Reads pushes at the door; large ones in a thread, so that small ones do not wait behind them. */
@Injectable()
export class PushReader implements OnApplicationShutdown {
  readonly #thread = new Piscina({
    filename: threadFile.href,
    minThreads: 0,
    maxThreads: 1,
    // What lives shortly; left to itself a thread takes three times that.
    resourceLimits: { maxYoungGenerationSizeMb: 16 },
    // Longer than a request may take: what the thread knows of a body must not be lost between two chunks of it.
    idleTimeout: 180_000,
  });
  readonly #memory = new ChunkMemory();

  /** Hands the body back: while a thread reads it, its memory belongs to the thread. */
  async read(task: HeadTask): Promise<ReadHead> {
    if (task.body.byteLength < threadBytes) return { result: readHead(task), body: task.body };
    return (await this.#inThread(task, 'readHeadInThread')) as ReadHead;
  }

  /** As `read`, for a batch. */
  async readBatch(task: BatchTask): Promise<ReadBatch> {
    if (task.body.byteLength < threadBytes) return { result: readBatch(task), body: task.body };
    return (await this.#inThread(task, 'readBatchInThread')) as ReadBatch;
  }

  /** For a body that comes in chunks. */
  open(): ChunkReading {
    return new ChunkReading(this.#thread, this.#memory);
  }

  #inThread(task: { body: Uint8Array }, name: keyof typeof ReadThread): Promise<unknown> {
    const body = ownMemory(task.body);
    return this.#thread.run({ ...task, body }, { name, transferList: [body.buffer] });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#thread.destroy();
  }
}

/** Memory that a buffer shares with others, as small ones of a pool do, cannot change hands. */
const ownMemory = (body: Uint8Array): Uint8Array<ArrayBuffer> =>
  body.buffer instanceof ArrayBuffer && body.byteLength === body.buffer.byteLength
    ? new Uint8Array(body.buffer)
    : new Uint8Array(body);
