import type { S3Operation } from './s3-request.js';

/** What a request to the store can meet. `on` names operations, `keys` the objects, `every` how many of those that match. */
export type S3Fault = {
  on?: readonly S3Operation[];
  keys?: RegExp;
  every?: number;
  /** After so many it is over; without it, never. */
  times?: number;
} & (
  | { kind: 'status'; status: number; code: string }
  /** No answer ever comes. */
  | { kind: 'hang' }
  /** Stored, and answered with 500. */
  | { kind: 'store then fail' }
  /** Answered with 200, and not stored. */
  | { kind: 'lose' }
  /** Answered with 200, and half of it stored. */
  | { kind: 'truncate' }
  /** What is younger is not found yet. */
  | { kind: 'stale'; ms: number }
);

export type S3Harm = Exclude<S3Fault, { kind: 'stale' }>;

/** The faults that are on, and how often each has struck. */
export class S3Faults {
  #faults: { fault: S3Fault; met: number; struck: number }[] = [];

  inject(...faults: S3Fault[]): void {
    this.#faults.push(...faults.map((fault) => ({ fault, met: 0, struck: 0 })));
  }

  lift(): void {
    this.#faults = [];
  }

  get struck(): number {
    return this.#faults.reduce((sum, { struck }) => sum + struck, 0);
  }

  /** What befalls this request. @param ageMs Of the object, absent when there is none. */
  next(operation: S3Operation, key: string, ageMs: number | undefined): S3Harm | undefined {
    for (const entry of this.#faults) {
      const { fault } = entry;
      if (!concerns(fault, operation, key) || entry.struck >= (fault.times ?? Infinity)) continue;
      if (fault.kind === 'stale') {
        if (!['GET', 'HEAD'].includes(operation) || ageMs === undefined || ageMs >= fault.ms) continue;
        entry.struck++;
        return { kind: 'status', status: 404, code: 'NoSuchKey' };
      }
      if (entry.met++ % (fault.every ?? 1) !== 0) continue;
      entry.struck++;
      return fault;
    }
    return undefined;
  }
}

const concerns = ({ on, keys }: S3Fault, operation: S3Operation, key: string): boolean =>
  (on?.includes(operation) ?? true) && (keys?.test(key) ?? true);
