import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Steps of the trap `kill-at`, at which a server kills itself as `kill -9` does; the accept has two more. */
export const workerSteps = [
  'before-store',
  'between-objects',
  'before-commit',
  'in-transaction',
  'after-commit',
] as const;

export interface Arming {
  /** Where in the server it is to happen. */
  step: string;
  /** How often; it is counted over all processes. */
  times: number;
  /** Only for flows whose names hold this. */
  name?: string;
}

// eslint-disable-next-line no-restricted-syntax -- loaded into a server, it has nothing but the environment to learn from
const folder = process.env['CHAOS_FOLDER'] ?? '';
const fileIn = (world: string, trap: string): string => path.join(world, `${trap}.trap`);

/** Sets a trap in the servers of a world. */
export function arm(world: string, trap: string, arming: Arming): void {
  const draft = `${fileIn(world, trap)}.draft`;
  writeFileSync(draft, JSON.stringify(arming));
  renameSync(draft, fileIn(world, trap));
}

export const disarm = (world: string, trap: string): void => arm(world, trap, { step: '', times: 0 });

/** How often a trap may still spring. */
export const leftOf = (world: string, trap: string): number => read(world, trap)?.times ?? 0;

/** In a server: whether the trap springs at this step. It is counted down first, for the process may not live on. */
export function springs(trap: string, step: string, names?: readonly string[]): boolean {
  const arming = read(folder, trap);
  if (!arming || arming.step !== step || arming.times === 0) return false;
  const { name } = arming;
  if (name && !names?.some((other) => other.includes(name))) return false;
  arm(folder, trap, { ...arming, times: arming.times - 1 });
  return true;
}

/** In a server: whether a trap is set at all. */
export const isArmed = (trap: string): boolean => leftOf(folder, trap) > 0;

function read(world: string, trap: string): Arming | undefined {
  try {
    return JSON.parse(readFileSync(fileIn(world, trap), 'utf8')) as Arming;
  } catch {
    return undefined;
  }
}
