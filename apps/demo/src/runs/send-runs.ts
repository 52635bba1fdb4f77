import type { MovieNight, Surroundings } from '../movie-night.js';
import { movieNight } from '../movie-night.js';
import type { PlannedRun } from './plan.js';

export interface SentRun {
  run: PlannedRun;
  night: MovieNight;
}

/** One run after the other, told as each ends; stops at the first that the server did not take, which is the last one answered. */
export async function sendRuns(
  runs: readonly PlannedRun[],
  surroundings: Surroundings,
  tell: (sent: SentRun) => void,
): Promise<SentRun[]> {
  const sent: SentRun[] = [];
  for (const run of runs) {
    const night = await movieNight(run, surroundings);
    sent.push({ run, night });
    tell({ run, night });
    if (night.receipt.status === 'dropped') break;
  }
  return sent;
}
