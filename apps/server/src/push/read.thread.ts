import 'reflect-metadata';
import { createHash, type Hash } from 'node:crypto';
import { Piscina, move } from 'piscina';
import { makeNice } from '../config/thread-priority.js';
import { readBatch, type BatchTask, type ReadBatch } from './read-batch.js';
import { headOf, readHead, type HeadTask, type ReadHead, type ReadHeadResult } from './read-head.js';
import { PushReading } from './read-push.js';

// What a thread runs: it reads, and gives the body's memory back with the result.

export const readHeadInThread = (task: HeadTask): unknown =>
  giveBack({ result: readHead(task), body: task.body }, task.body);

export const readBatchInThread = (task: BatchTask): unknown =>
  giveBack({ result: readBatch(task), body: task.body }, task.body);

// Small pushes are read at the door itself, and go before large ones.
makeNice(5);

/** Bodies that come in chunks, by the name that the door gave them. */
const readings = new Map<string, BodyInChunks>();

interface BodyInChunks {
  reading: PushReading;
  /** Here and not at the door, where small pushes would wait for it. */
  hash: Hash;
}

export interface OpenTask {
  name: string;
  contentType: string;
  observationBytes: number;
}

export interface ChunkTask {
  name: string;
  /** Of memory that is shared with the door. */
  chunk: Uint8Array;
}

export interface ReadBody {
  head: ReadHeadResult;
  /** SHA-256. */
  digest: Uint8Array;
}

export function openInThread({ name, contentType, observationBytes }: OpenTask): void {
  readings.set(name, { reading: new PushReading(observationBytes, contentType), hash: createHash('sha256') });
}

/** Answers the length of what is kept of all chunks so far. */
export function addInThread({ name, chunk }: ChunkTask): number {
  const { reading, hash } = known(name);
  hash.update(chunk);
  reading.add(chunk, false);
  return reading.keptLength;
}

export function endInThread(name: string): ReadBody {
  const { reading, hash } = known(name);
  readings.delete(name);
  reading.add(new Uint8Array(), true);
  return { head: headOf(reading.end()), digest: hash.digest() };
}

export const forgetInThread = (name: string): boolean => readings.delete(name);

function known(name: string): BodyInChunks {
  const body = readings.get(name);
  if (body) return body;
  throw new Error('the thread that began to read this body has ended');
}

function giveBack(value: ReadHead | ReadBatch, { buffer }: Uint8Array): unknown {
  const transferable = { [Piscina.transferableSymbol]: [buffer], [Piscina.valueSymbol]: value };
  // The library's type does not know the symbols that it asks for.
  return move(transferable as unknown as Parameters<typeof move>[0]);
}
