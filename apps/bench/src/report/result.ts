/** One line of the table. */
export interface Row {
  /** What was done: a size, a coding, a rate. */
  load: string;
  measure: string;
  unit: string;
  /** One value a round. */
  ours: number[];
  /** The same of what it is compared with, where there is something. */
  bare?: number[];
}

export interface BenchResult {
  bench: string;
  /** A sentence. */
  title: string;
  /** What is compared. */
  columns: [ours: string, bare: string];
  rows: Row[];
}

/** Rounds differ by what else the machine did: the middle one says more than the mean. */
export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  const high = sorted[Math.floor(middle)] ?? Number.NaN;
  return (low + high) / 2;
}
