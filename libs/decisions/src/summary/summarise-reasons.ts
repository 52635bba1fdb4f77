import type { CountedOutcome } from '../reading/read-record.js';
import { type DecisionColumns, otherReasons } from './decision-columns.js';
import type { Tallies } from './tallies.js';

/** Records that did not survive, for one reason. */
export interface ReasonSummary {
  outcome: Exclude<CountedOutcome, 'kept'>;
  /** The first rule that failed; */
  rule: string | null;
  /** else the reason as recorded, numbers as `#`, or what other values say, such as `not drawn`; null when there is none. */
  reason: string | null;
  count: number;
}

const MOST = 50;

/** The 50 most frequent; the rest says `other reasons`, one for each outcome. */
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

function most(groups: readonly ReasonSummary[]): ReasonSummary[] {
  const named = groups.filter(({ reason }) => reason !== otherReasons).sort((left, right) => right.count - left.count);
  const shown = new Set(named.slice(0, MOST));
  const rest = new Map<ReasonSummary['outcome'], number>();
  for (const group of groups) {
    if (!shown.has(group)) rest.set(group.outcome, (rest.get(group.outcome) ?? 0) + group.count);
  }
  const others = [...rest].map(([outcome, count]) => ({ outcome, rule: null, reason: otherReasons, count }));
  return [...shown, ...others];
}
