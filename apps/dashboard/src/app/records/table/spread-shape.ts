import type { Distribution, Histogram } from '../engine/distribution';

export const MOST_SEGMENTS = 8;
const HEIGHT = 16;
/** The least that an eye finds. */
const LEAST = 1.5;

/** Whether most of the values are numbers. */
export const isNumeric = ({ numbers, present }: Distribution): boolean =>
  numbers !== null && numbers.count * 2 > present;

/** SVG path of the bars, each 1 wide in a box of 16; one of thousands is still seen. */
export function histogramPath({ bins }: Histogram): string {
  const most = Math.max(...bins, 1);
  return bins
    .map((count, at) => (count === 0 ? '' : `M${at + 0.08} ${HEIGHT}v-${heightOf(count, most)}h.84V${HEIGHT}z`))
    .join('');
}

const heightOf = (count: number, most: number): string => (LEAST + (HEIGHT - LEAST) * (count / most)).toFixed(1);

/** Where a bin begins and ends. */
export function binEdges({ min, max, bins }: Histogram, at: number): [from: number, to: number] {
  const width = (max - min) / bins.length;
  return [min + width * at, at === bins.length - 1 ? max : min + width * (at + 1)];
}
