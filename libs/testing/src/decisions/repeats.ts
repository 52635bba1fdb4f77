import type { SeededRandom } from './random.js';
import type { Stage } from './stage.js';
import type { Ending } from './truth.js';

/** A record may come twice, also as two records of one candidate that differ: whom one of them kept is kept. */
export function withRepeats(random: SeededRandom, stage: Stage): Stage {
  if (random.chance(0.8) || !stage.records.every(({ ending }) => standsAlone(ending))) return stage;
  const [again, other] = random.some(stage.records, 2);
  if (!again) return stage;
  const { candidate } = other && other.countedAs !== again.countedAs && random.chance(0.5) ? other : again;
  return { ...stage, records: [...stage.records, { ...again, candidate, body: structuredClone(again.body) }] };
}

/** Whether it would be true of the record of another candidate too. */
function standsAlone(ending: Ending | null): boolean {
  return ending === null || !['cut', 'outranked', 'not-drawn', 'lost-slot'].includes(ending.verdict);
}
