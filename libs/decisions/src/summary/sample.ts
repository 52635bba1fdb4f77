import type { CandidateKey } from '../reading/candidate-id.js';
import type { CountedOutcome } from '../reading/read-record.js';
import { rounded } from '../verdict/margin.js';
import type { DecisionColumns } from './decision-columns.js';
import { firstOf } from './first-of.js';
import type { RuleSummary } from './summarise-rules.js';
import type { Tallies } from './tallies.js';

export const sampleRoles = ['watched', 'winner', 'near-miss', 'runner-up', 'error'] as const;
/** Why a record is worth a row of its own. `runner-up`: the best of the dropped, by rank or score. */
export type SampleRole = (typeof sampleRoles)[number];

export interface Sample {
  role: SampleRole;
  index: number;
  key: CandidateKey;
  label: string | null;
  outcome: CountedOutcome;
  /** The rule that dropped it, */
  rule: string | null;
  /** and by how much. */
  margin: number | null;
  score: number | null;
  rank: number | null;
  chance: number | null;
}

const EACH = 10;
const WATCHED = 50;

/** At most 10 of each role, and 50 watched; a record has one role, the first that fits. */
export function sampleRecords(
  columns: DecisionColumns,
  tallies: Tallies,
  rules: readonly RuleSummary[],
  watched: ReadonlySet<CandidateKey>,
): Sample[] {
  const sampled = new Set<number>();
  const take = (role: SampleRole, indexes: readonly number[], most = EACH): Sample[] => {
    const fresh = indexes.filter((index) => !sampled.has(index) && columns.keyAt(index) !== null).slice(0, most);
    for (const index of fresh) sampled.add(index);
    return fresh.map((index) => sampleAt(columns, tallies, role, index));
  };
  return [
    ...take(
      'watched',
      watched.size === 0 ? [] : indexesWhere(columns, (index) => isIn(watched, columns.keyAt(index))),
      WATCHED,
    ),
    ...take('winner', best(columns, 'kept')),
    ...take('near-miss', nearestOfEachRule(rules)),
    ...take('runner-up', hasOrder(columns) ? best(columns, 'dropped') : []),
    ...take(
      'error',
      indexesWhere(columns, (index) => columns.outcomeAt(index) === 'error'),
    ),
  ];
}

function sampleAt(columns: DecisionColumns, tallies: Tallies, role: SampleRole, index: number): Sample {
  const rule = columns.rules[tallies.firstFailed(index)];
  return {
    role,
    index,
    key: columns.keyAt(index) ?? '',
    label: columns.labels[index] ?? null,
    outcome: columns.outcomeAt(index),
    rule: rule?.rule ?? null,
    margin: rule ? numberOrNull(rule.margins.get(index)) : null,
    score: numberOrNull(columns.scores.get(index)),
    rank: numberOrNull(columns.ranks.get(index)),
    chance: numberOrNull(columns.chances.get(index)),
  };
}

/** The first near miss of each rule, then the second, so that no rule crowds out the others. */
function nearestOfEachRule(rules: readonly RuleSummary[]): number[] {
  const longest = Math.max(0, ...rules.map(({ nearMisses }) => nearMisses.length));
  return Array.from({ length: longest }, (_, at) =>
    rules.flatMap(({ nearMisses }) => nearMisses[at]?.index ?? []),
  ).flat();
}

/** By rank, then by score, then as they came; some more than are shown, for they may be sampled already. */
const best = (columns: DecisionColumns, outcome: CountedOutcome): number[] =>
  firstOf(
    indexesWhere(columns, (index) => columns.outcomeAt(index) === outcome),
    WATCHED + 3 * EACH,
    (left, right) => compareStanding(columns, left, right),
  );

/** Negative when the left record stands before the right one. */
export function compareStanding(columns: DecisionColumns, left: number, right: number): number {
  const byRank = compareNaNLast(columns.ranks.get(left), columns.ranks.get(right));
  if (byRank !== 0) return byRank;
  const sign = columns.declaration.order === 'asc' ? 1 : -1;
  return compareNaNLast(sign * columns.scores.get(left), sign * columns.scores.get(right)) || left - right;
}

function compareNaNLast(left: number, right: number): number {
  if (Number.isNaN(left) || Number.isNaN(right)) return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
  return left - right;
}

function indexesWhere({ length }: DecisionColumns, holds: (index: number) => boolean): number[] {
  const found: number[] = [];
  for (let index = 0; index < length; index++) if (holds(index)) found.push(index);
  return found;
}

const hasOrder = ({ declaration }: DecisionColumns): boolean => declaration.score !== null || declaration.rank !== null;
const isIn = (keys: ReadonlySet<CandidateKey>, key: CandidateKey | null): boolean => key !== null && keys.has(key);
const numberOrNull = (value: number): number | null => (Number.isFinite(value) ? rounded(value) : null);
