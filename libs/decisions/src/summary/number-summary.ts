import { rounded } from '../verdict/margin.js';

/** Numbers in a few numbers, rounded to 12 digits; `count` says how many there were. */
export interface NumberSummary {
  count: number;
  min: number;
  p10: number;
  p25: number;
  p50: number;
  p75: number;
  p90: number;
  max: number;
  mean: number;
}

/** What is not finite is no value. Null when there is none. */
export function summariseNumbers(values: Iterable<number>): NumberSummary | null {
  const sorted = Float64Array.from(values).filter(Number.isFinite).sort();
  const count = sorted.length;
  if (count === 0) return null;
  // The nearest rank: always a value that occurred.
  const at = (share: number): number => rounded(sorted[Math.max(0, Math.ceil(share * count) - 1)] ?? NaN);
  const mean = rounded(meanOf(sorted));
  return {
    count,
    min: at(0),
    p10: at(0.1),
    p25: at(0.25),
    p50: at(0.5),
    p75: at(0.75),
    p90: at(0.9),
    max: at(1),
    mean,
  };
}

/** Summed up little by little, so that nothing overflows. */
function meanOf(values: Float64Array): number {
  let mean = 0;
  for (let at = 0; at < values.length; at++) mean += (values[at] ?? 0) / (at + 1) - mean / (at + 1);
  return mean;
}
