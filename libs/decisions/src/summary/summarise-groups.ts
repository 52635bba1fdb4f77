import type { CountedOutcome } from '../reading/read-record.js';
import type { DecisionColumns } from './decision-columns.js';

/** Groups within which candidates competed, such as slots. */
export interface GroupsSummary {
  /** How many there are, */
  count: number;
  /** over so many records; the rest has none. */
  records: number;
  /** How many groups kept nobody. */
  empty: number;
  /** The 20 with the most records. */
  largest: { name: string; in: number; kept: number }[];
}

const LARGEST = 20;
const kept: CountedOutcome = 'kept';

export function summariseGroups(columns: DecisionColumns): GroupsSummary | null {
  const groups = columns.groupNames.texts.map((name) => ({ name, in: 0, kept: 0 }));
  if (groups.length === 0) return null;
  for (let index = 0; index < columns.length; index++) {
    const group = groups[columns.groups.get(index)];
    if (!group) continue;
    group.in++;
    if (columns.outcomeAt(index) === kept) group.kept++;
  }
  return {
    count: groups.length,
    records: groups.reduce((sum, group) => sum + group.in, 0),
    empty: groups.filter((group) => group.kept === 0).length,
    largest: groups.sort((left, right) => right.in - left.in).slice(0, LARGEST),
  };
}
