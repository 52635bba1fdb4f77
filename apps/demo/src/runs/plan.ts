import type { MovieRequest } from '../pipeline/requests.js';
import { movieRequests } from '../pipeline/requests.js';
import type { Random } from '../random.js';
import { createRandom, shuffled } from '../random.js';
import type { Release } from '../releases.js';
import { after, before } from '../releases.js';

export interface PlannedRun {
  /** 1, 2, … in the order of sending. */
  number: number;
  release: Release;
  request: MovieRequest;
  random: Random;
  /** What repeats this run. */
  metadata: { seed: number; run: number; runs: number };
}

/**
 * The first half on the older release, the second on the newer. Run n of one half and run n of the other share request and chance, so
 * that whatever differs between the two follows from the rule that moved.
 */
export function planRuns(seed: number, runs: number): PlannedRun[] {
  const half = Math.ceil(runs / 2);
  const random = createRandom(seed);
  const requests = drawRequests(half, random.fork('requests'));
  return Array.from({ length: runs }, (_, index) => ({
    number: index + 1,
    release: index < half ? before : after,
    request: requests[index % half] as MovieRequest,
    random: random.fork(`run ${index % half}`),
    metadata: { seed, run: index + 1, runs },
  }));
}

/** Like a deck of cards: every request comes once before any comes again. */
function drawRequests(count: number, random: Random): MovieRequest[] {
  const decks = Array.from({ length: Math.ceil(count / movieRequests.length) }, () => shuffled(movieRequests, random));
  return decks.flat().slice(0, count);
}
