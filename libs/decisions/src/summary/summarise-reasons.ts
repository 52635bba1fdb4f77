import type { CountedOutcome } from '../reading/read-record.js';
import type { DecisionColumns } from './decision-columns.js';
import type { Tallies } from './tallies.js';

/** Records that did not survive, for one reason. */
export interface ReasonSummary {
  outcome: Exclude<CountedOutcome, 'kept'>;
  /** The first rule that failed; */
  rule: string | null;
  /** else the recorded reason, numbers as `#`; null when there is neither. */
  reason: string | null;
  count: number;
}

const MOST = 50;

/** The 50 most frequent; what is left of them has neither rule nor reason and says `other reasons`. */
export function summariseReasons(columns: DecisionColumns, tallies: Tallies): ReasonSummary[] {
  const groups = new Map<string, ReasonSummary>();
  for (let index = 0; index < columns.length; index++) {
    const outcome = columns.outcomeAt(index);
    if (outcome === 'kept') continue;
    const rule = tallies.firstFailed(index);
    const form = rule === -1 ? columns.reasons.get(index) : rule;
    const id = `${outcome} ${rule === -1} ${form}`;
    const group = groups.get(id);
    if (group) group.count++;
    else groups.set(id, newGroup(columns, outcome, rule, form));
  }
  return most([...groups.values()]);
}

function newGroup(
  { rules, reasonForms }: DecisionColumns,
  outcome: ReasonSummary['outcome'],
  rule: number,
  form: number,
): ReasonSummary {
  if (rule !== -1) return { outcome, rule: rules[rule]?.rule ?? null, reason: null, count: 1 };
  return { outcome, rule: null, reason: reasonForms.texts[form] ?? null, count: 1 };
}

function most(groups: ReasonSummary[]): ReasonSummary[] {
  groups.sort((left, right) => right.count - left.count);
  const rest = new Map<ReasonSummary['outcome'], number>();
  for (const { outcome, count } of groups.slice(MOST)) rest.set(outcome, (rest.get(outcome) ?? 0) + count);
  const others = [...rest].map(([outcome, count]) => ({ outcome, rule: null, reason: 'other reasons', count }));
  return [...groups.slice(0, MOST), ...others];
}
