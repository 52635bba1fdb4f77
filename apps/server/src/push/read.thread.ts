import 'reflect-metadata';
import { Piscina, move } from 'piscina';
import { readBatch, type BatchTask, type ReadBatch } from './read-batch.js';
import { headOf, readHead, type HeadTask, type ReadHead, type ReadHeadResult } from './read-head.js';
import { PushReading } from './read-push.js';

// What a thread runs: it reads, and gives the body's memory back with the result.

export const readHeadInThread = (task: HeadTask): unknown =>
  giveBack({ result: readHead(task), body: task.body }, task.body);

export const readBatchInThread = (task: BatchTask): unknown =>
  giveBack({ result: readBatch(task), body: task.body }, task.body);

/** Bodies that come in chunks, by the name that the door gave them. */
const readings = new Map<string, PushReading>();

export interface OpenTask {
  name: string;
  contentType: string;
  observationBytes: number;
}

export interface ChunkTask {
  name: string;
  /** Whole memory of its own. */
  memory: Uint8Array;
  /** How much of it is filled. */
  length: number;
}

export interface ReadChunk {
  memory: Uint8Array;
  /** Of all chunks of the body so far. */
  keptLength: number;
}

export function openInThread({ name, contentType, observationBytes }: OpenTask): void {
  readings.set(name, new PushReading(observationBytes, contentType));
}

export function addInThread({ name, memory, length }: ChunkTask): unknown {
  const reading = known(name);
  reading.add(memory.subarray(0, length), false);
  return giveBack({ keptLength: reading.keptLength, memory }, memory);
}

export function endInThread(name: string): ReadHeadResult {
  const reading = known(name);
  readings.delete(name);
  reading.add(new Uint8Array(), true);
  return headOf(reading.end());
}

export const forgetInThread = (name: string): boolean => readings.delete(name);

function known(name: string): PushReading {
  const reading = readings.get(name);
  if (reading) return reading;
  throw new Error('the thread that began to read this body has ended');
}

function giveBack(value: ReadHead | ReadBatch | ReadChunk, { buffer }: Uint8Array): unknown {
  const transferable = { [Piscina.transferableSymbol]: [buffer], [Piscina.valueSymbol]: value };
  // The library's type does not know the symbols that it asks for.
  return move(transferable as unknown as Parameters<typeof move>[0]);
}
