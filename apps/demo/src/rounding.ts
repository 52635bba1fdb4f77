/** Rounds to a number of decimals, so that records stay short and sums stay readable. */
export function rounded(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale;
}
