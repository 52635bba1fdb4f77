import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Each collection takes one to two milliseconds, whatever lies between two of them. */
const collectEveryBytes = 8 * 1024 * 1024;

let passedBytes = 0;

/**
 * Gives back the memory of bodies that have passed through this thread. It lies outside of V8's heap, and V8 goes over its whole heap for
 * every 64 MB of it, which took half a core of large bodies; collecting the young now and then finds all of it dead (docs/adr/0022).
 */
export function collectAfter(bytes: number): void {
  passedBytes += bytes;
  if (passedBytes < collectEveryBytes) return;
  passedBytes = 0;
  collect({ type: 'minor' });
}

/** The `gc` of Node's `--expose-gc`, without a flag that whoever starts the server has to know. */
const collect = exposeCollector();

function exposeCollector(): (options: { type: 'minor' }) => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as ReturnType<typeof exposeCollector>;
}
