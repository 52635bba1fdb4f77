import { toDouble, isNumber } from './exact-number';
import { clip, compactText } from './json-text';
import { NUMBER, type ValueColumn } from './value-column';

/** How the values of one path are spread over some records. */
export interface Distribution {
  /** Records looked at, and how many of them hold neither null nor nothing. */
  records: number;
  present: number;
  /** The most frequent ones, at most 50. */
  values: { text: string; count: number }[];
  distinct: number;
  /** Of the numbers; null without any. */
  numbers: Histogram | null;
}

export interface Histogram {
  min: number;
  max: number;
  mean: number;
  count: number;
  /** From `min` to `max` in steps of one width, the last one closed. */
  bins: number[];
}

const MOST_VALUES = 50;
const BINS = 24;
const LENGTH = 200;

/**
 * Of the records with these indexes.
 * @param numbers Room for a number of each record.
 */
export function distributionOf(column: ValueColumn, indexes: Uint32Array, numbers: Float64Array): Distribution {
  const byCode = new Uint32Array(column.distinct.length + 1);
  let size = 0;
  for (const index of indexes) {
    const code = column.codes[index] ?? NUMBER;
    byCode[code] = (byCode[code] ?? 0) + 1;
    if (code === NUMBER) numbers[size++] = column.doubles[index] ?? NaN;
  }
  const values = new MostFrequent();
  countEqual(numbers.subarray(0, size).sort(), values);
  column.distinct.forEach((value, at) => {
    const count = byCode[at + 1] ?? 0;
    if (count === 0 || value === null || value === undefined) return;
    values.add(count, () => textOf(value));
    if (isNumber(value)) numbers.fill(toDouble(value), size, (size += count));
  });
  const { top, present, distinct } = values;
  const histogram = size > 0 ? histogramOf(numbers.subarray(0, size)) : null;
  return { records: indexes.length, present, values: top, distinct, numbers: histogram };
}

function countEqual(sorted: Float64Array, values: MostFrequent): void {
  for (let from = 0, at = 1; from < sorted.length; at++) {
    if (sorted[at] === sorted[from]) continue;
    const number = sorted[from];
    values.add(at - from, () => String(number));
    from = at;
  }
}

/** Keeps few of any number of values, so that 100,000 distinct ones take no room. */
class MostFrequent {
  readonly top: { text: string; count: number }[] = [];
  present = 0;
  distinct = 0;

  add(count: number, text: () => string): void {
    this.present += count;
    this.distinct++;
    const isFull = this.top.length === MOST_VALUES;
    if (isFull && count <= (this.top.at(-1)?.count ?? 0)) return;
    if (isFull) this.top.pop();
    const place = this.top.findLastIndex((other) => other.count >= count) + 1;
    this.top.splice(place, 0, { text: text(), count });
  }
}

function histogramOf(numbers: Float64Array): Histogram {
  let [min, max, mean, count] = [Infinity, -Infinity, 0, 0];
  for (const number of numbers) {
    // The sum of large ones would be infinite.
    mean += (number - mean) / ++count;
    if (number < min) min = number;
    if (number > max) max = number;
  }
  const bins = new Array<number>(max > min ? BINS : 1).fill(0);
  const scale = bins.length / (max - min || 1);
  for (const number of numbers) {
    const bin = Math.min(Math.floor((number - min) * scale), bins.length - 1);
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return { min, max, mean, count, bins };
}

const textOf = (value: NonNullable<ValueColumn['distinct'][number]>): string =>
  typeof value === 'string' ? clip(value, LENGTH) : compactText(value, LENGTH);
