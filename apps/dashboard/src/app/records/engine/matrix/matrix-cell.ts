import { absentReason, failureText, type RuleColumn } from '@flow-trail/decisions';

import { matrixOutcomes, type MatrixOutcome } from './filter';
import type { StageColumn } from './stage-column';

/** What a row shows of one stage. */
export interface MatrixCell {
  outcome: MatrixOutcome;
  score: number | null;
  rank: number | null;
  chance: number | null;
  /** The rule that dropped it. */
  rule: string | null;
  /** Whether it would have survived but for one rule; null when nobody can say. */
  isAlone: boolean | null;
  /** With its numbers, for a person. */
  why: string | null;
  /** Where it was read; null for who is missing. */
  record: { observationId: string; index: number } | null;
}

export function cellAt(column: StageColumn, entry: number): MatrixCell {
  const outcome = matrixOutcomes[column.outcomes[entry] ?? 0] ?? 'unexplained';
  const source = column.sourceOf(entry);
  const rule = column.ruleNames[column.rules[entry] ?? -1] ?? null;
  const alone = column.alone[entry];
  return {
    outcome,
    score: numberOrNull(column.scores[entry]),
    rank: numberOrNull(column.ranks[entry]),
    chance: numberOrNull(column.chances[entry]),
    rule,
    isAlone: alone === 2 ? null : alone === 1,
    why: whyText(column, entry, outcome, rule),
    record: source && { observationId: source.decisions.part.observationId, index: source.record },
  };
}

const numberOrNull = (value = NaN): number | null => (Number.isNaN(value) ? null : value);

function whyText(column: StageColumn, entry: number, outcome: MatrixOutcome, rule: string | null): string | null {
  const source = column.sourceOf(entry);
  if (!source) return outcome === 'vanished' ? 'was kept before, and is never seen again' : absentReason;
  const { columns, reasons, failures } = source.decisions;
  const said = failures.get(source.record);
  if (said !== undefined) return said;
  const failed = rule === null ? null : columns.rules.find((known) => known.rule === rule);
  return (failed && ruleText(failed, source.record)) ?? reasons[source.record] ?? null;
}

/** Null where the value that the rule looked at is no number. */
function ruleText({ rule, op, threshold, actuals }: RuleColumn, record: number): string | null {
  const actual = actuals.get(record);
  if (Number.isNaN(actual)) return null;
  return failureText({ rule, op, threshold, actual, passed: false, isMissing: false, margin: null, reason: null });
}
