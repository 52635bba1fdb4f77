import type { CandidateKey } from '../reading/candidate-id.js';
import type { RecordReading } from '../reading/read-record.js';

/** Another candidate of the same group. */
export interface Rival {
  key: CandidateKey | null;
  label: string | null;
  score: number | null;
  rank: number | null;
}

/** Against whom a record stood: the records of its group, or all when there are no groups. */
export interface Competition {
  /** How many there were, itself among them. */
  of: number;
  kept: number;
  /** The kept one that was nearest to being beaten. */
  weakestKept: Rival | null;
  /** The best of those that were not kept. */
  bestBeaten: Rival | null;
  /** Whom the record names as having beaten it. */
  winner: Rival | null;
  /** Everyone kept has a better rank than everyone dropped. */
  isCutByRank: boolean;
}

/** Looks once through the records of the observation. */
export function competitionFor(
  own: RecordReading,
  readings: Iterable<RecordReading>,
  order: 'asc' | 'desc',
): Competition {
  const rivals = { of: 0, kept: 0, weakestKept: null as Rival | null, bestBeaten: null as Rival | null };
  const ranks = { worstKept: -Infinity, bestDropped: Infinity };
  let winner: Rival | null = null;
  for (const reading of readings) {
    if (own.lostTo !== null && reading.key === own.lostTo) winner ??= rivalOf(reading);
    if (reading.group !== own.group) continue;
    rivals.of++;
    if (reading.outcome === 'kept') {
      rivals.kept++;
      ranks.worstKept = Math.max(ranks.worstKept, reading.rank ?? Infinity);
      if (rivals.weakestKept === null || isBetter(rivals.weakestKept, reading, order))
        rivals.weakestKept = rivalOf(reading);
    } else if (reading.stated === 'dropped' || reading.outcome === 'dropped') {
      ranks.bestDropped = Math.min(ranks.bestDropped, reading.rank ?? -Infinity);
      if (rivals.bestBeaten === null || isBetter(reading, rivals.bestBeaten, order))
        rivals.bestBeaten = rivalOf(reading);
    }
  }
  return { ...rivals, winner, isCutByRank: rivals.kept > 0 && ranks.worstKept < ranks.bestDropped };
}

type Standing = Pick<Rival, 'score' | 'rank'>;

/** By score, which has distances, and by rank where there is none. */
function isBetter(one: Standing, other: Standing, order: 'asc' | 'desc'): boolean {
  const lead = leadOf(one, other, order);
  if (lead !== null && lead !== 0) return lead > 0;
  return one.rank !== null && other.rank !== null && one.rank < other.rank;
}

/** By how much one score is better than another; negative when it is worse, null without both. */
export function leadOf(one: Standing, other: Standing, order: 'asc' | 'desc'): number | null {
  if (one.score === null || other.score === null) return null;
  return order === 'asc' ? other.score - one.score : one.score - other.score;
}

const rivalOf = ({ key, label, score, rank }: RecordReading): Rival => ({ key, label, score, rank });
