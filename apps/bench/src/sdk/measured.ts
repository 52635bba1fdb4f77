import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { median } from '../report/result.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes that the process holds, in the heap and in buffers, after a collection. */
export async function heldBytes(): Promise<number> {
  // What a promise or a finalizer still holds is let go of in the turns between.
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resume) => setImmediate(resume));
    collect();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Milliseconds that a call takes. */
export function timeOf(act: () => unknown): number {
  const start = performance.now();
  act();
  return performance.now() - start;
}

/**
 * Medians of what acts take, done in turns; the first quarter of the turns warms up. `before` comes before each, `between` after each turn, and
 * neither is counted.
 */
export async function mediansInTurns<Name extends string>(
  acts: Record<Name, () => unknown>,
  turns: number,
  { before, between }: { before: () => unknown; between: () => Promise<unknown> },
): Promise<Record<Name, number>> {
  const names = Object.keys(acts) as Name[];
  const taken = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let turn = 0; turn < turns; turn++) {
    for (const name of turn % 2 === 0 ? names : names.toReversed()) {
      before();
      taken.get(name)?.push(timeOf(acts[name]));
    }
    await between();
  }
  const medians = [...taken].map(([name, times]) => [name, median(times.slice(turns >> 2))]);
  return Object.fromEntries(medians) as Record<Name, number>;
}

/** Says what was measured to the bench that started this program, which then ends it. */
export function say(measured: object): void {
  process.once('SIGTERM', () => process.exit(0));
  setInterval(() => undefined, 1000);
  process.stdout.write(`measured: ${JSON.stringify(measured)}\n`);
}
