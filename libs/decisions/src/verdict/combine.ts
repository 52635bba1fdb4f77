/** How many rules a candidate must pass to survive. */
export type Combine = 'all' | 'any' | { atLeast: number };

/** What the rules said of one candidate, counted. */
export interface Tally {
  passed: number;
  failed: number;
  /** Rules whose verdict could have been anything: not evaluated, though they had a value to look at. */
  open: number;
}

/** Whether a candidate survives its rules; null when none was evaluated. */
export function survives(combine: Combine, { passed, failed }: Tally): boolean | null {
  if (passed + failed === 0) return null;
  return combine === 'all' ? failed === 0 : passed >= leastOf(combine);
}

/**
 * Whether a candidate that did not survive would have, had one of its failed rules passed. Null when the rules that
 * were not evaluated, as after a short circuit, could have decided it either way.
 */
export function wouldSurviveButOne(combine: Combine, { passed, failed, open }: Tally): boolean | null {
  if (failed === 0) return false;
  if (combine === 'all') return failed > 1 ? false : open > 0 ? null : true;
  const lacking = leastOf(combine) - passed - 1;
  if (lacking <= 0) return true;
  return lacking <= open ? null : false;
}

const leastOf = (combine: 'any' | { atLeast: number }): number => (combine === 'any' ? 1 : combine.atLeast);
