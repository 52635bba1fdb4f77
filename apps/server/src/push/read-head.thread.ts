import 'reflect-metadata';
import { Piscina, move } from 'piscina';
import { readHead, type HeadTask, type ReadHead } from './read-head.js';

/** What a thread runs: it reads, and gives the body's memory back with the result. */
export default function readInThread(task: HeadTask): unknown {
  const value: ReadHead = { result: readHead(task), body: task.body };
  const transferable = { [Piscina.transferableSymbol]: [task.body.buffer], [Piscina.valueSymbol]: value };
  // The library's type does not know the symbols that it asks for.
  return move(transferable as unknown as Parameters<typeof move>[0]);
}
