import 'reflect-metadata';
import { Piscina, move } from 'piscina';
import { readBatch, type BatchTask, type ReadBatch } from './read-batch.js';
import { readHead, type HeadTask, type ReadHead } from './read-head.js';

// What a thread runs: it reads, and gives the body's memory back with the result.

export const readHeadInThread = (task: HeadTask): unknown => giveBack({ result: readHead(task), body: task.body });

export const readBatchInThread = (task: BatchTask): unknown => giveBack({ result: readBatch(task), body: task.body });

function giveBack(value: ReadHead | ReadBatch): unknown {
  const transferable = { [Piscina.transferableSymbol]: [value.body.buffer], [Piscina.valueSymbol]: value };
  // The library's type does not know the symbols that it asks for.
  return move(transferable as unknown as Parameters<typeof move>[0]);
}
