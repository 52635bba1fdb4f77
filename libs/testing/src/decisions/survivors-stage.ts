import type { SeededRandom } from './random.js';
import type { Candidate, Stage } from './stage.js';
import { kept } from './stage.js';

/** Only survivors are captured: who is not here was dropped here, and no rule of it was recorded. */
export function survivorsStage(random: SeededRandom, incoming: readonly Candidate[]): Stage {
  const survivors = random.some(incoming, Math.max(1, Math.floor(incoming.length * 0.7)));
  const here = new Set(survivors);
  return {
    declares: { absent: 'dropped' },
    combine: 'all',
    records: survivors.map((candidate) => kept(candidate)),
    absent: incoming.filter((candidate) => !here.has(candidate)),
  };
}

/** A list of who was found, with no word of outcomes. */
export function listingStage(incoming: readonly Candidate[]): Stage {
  return { declares: {}, combine: 'all', records: incoming.map((candidate) => kept(candidate)), absent: [] };
}
