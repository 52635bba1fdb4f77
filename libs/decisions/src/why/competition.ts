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

/** One group, as far as its records were added. */
interface Group extends Omit<Competition, 'winner' | 'isCutByRank'> {
  worstKeptRank: number;
  bestDroppedRank: number;
}

/** Who stood against whom among the records of one observation; each is added once. */
export class Competitions {
  readonly #groups = new Map<string | null, Group>();
  /** By key, of those that another record could name; the first of each. */
  readonly #rivals = new Map<CandidateKey, Rival>();

  constructor(
    private readonly order: 'asc' | 'desc',
    private readonly isWinnerNamed: boolean,
  ) {}

  add(reading: RecordReading): void {
    if (this.isWinnerNamed && reading.key !== null && !this.#rivals.has(reading.key)) {
      this.#rivals.set(reading.key, rivalOf(reading));
    }
    const group = this.#groupOf(reading);
    group.of++;
    if (reading.outcome === 'kept') this.#addKept(group, reading);
    else if (reading.stated === 'dropped' || reading.outcome === 'dropped') this.#addDropped(group, reading);
  }

  /** Once all records were added. */
  of({ group, lostTo }: RecordReading): Competition {
    const { worstKeptRank, bestDroppedRank, ...counts } = this.#groups.get(group) ?? newGroup();
    const winner = lostTo === null ? null : (this.#rivals.get(lostTo) ?? null);
    return { ...counts, winner, isCutByRank: counts.kept > 0 && worstKeptRank < bestDroppedRank };
  }

  #groupOf({ group }: RecordReading): Group {
    let known = this.#groups.get(group);
    if (!known) this.#groups.set(group, (known = newGroup()));
    return known;
  }

  #addKept(group: Group, reading: RecordReading): void {
    group.kept++;
    group.worstKeptRank = Math.max(group.worstKeptRank, reading.rank ?? Infinity);
    if (group.weakestKept === null || isBetter(group.weakestKept, reading, this.order)) {
      group.weakestKept = rivalOf(reading);
    }
  }

  #addDropped(group: Group, reading: RecordReading): void {
    group.bestDroppedRank = Math.min(group.bestDroppedRank, reading.rank ?? -Infinity);
    if (group.bestBeaten === null || isBetter(reading, group.bestBeaten, this.order)) {
      group.bestBeaten = rivalOf(reading);
    }
  }
}

const newGroup = (): Group => ({
  of: 0,
  kept: 0,
  weakestKept: null,
  bestBeaten: null,
  worstKeptRank: -Infinity,
  bestDroppedRank: Infinity,
});

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
