/** Measures two sides in turns, so that what else the machine does hits both. The first turn of each only warms it up. */
export async function inTurns<A, B>(
  rounds: number,
  ours: (isWarmUp: boolean) => Promise<A>,
  bare: (isWarmUp: boolean) => Promise<B>,
): Promise<{ ours: A[]; bare: B[] }> {
  const taken: { ours: A[]; bare: B[] } = { ours: [], bare: [] };
  for (let round = 0; round <= rounds; round++) {
    const mine = await ours(round === 0);
    const other = await bare(round === 0);
    if (round === 0) continue;
    taken.ours.push(mine);
    taken.bare.push(other);
  }
  return taken;
}

/** Turns what was measured in each turn into the rows of a table. */
export interface Measure<T> {
  measure: string;
  unit: string;
  of: (turn: T) => number;
}
