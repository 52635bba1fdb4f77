import type { Params } from '@angular/router';
import type { DecisionDeclaration } from '@flow-trail/contracts';
import { impliedReasons, otherReasons, type ReasonSummary, type StageSummary } from '@flow-trail/decisions';

import { formatCondition } from '../../../records/engine/condition-text';
import { allOf, fieldOf, isText, matching, matchingFirst } from './matrix-match';
import type { Lost } from './stage-shape';

export type SegmentTone = 'kept' | Lost;

/** Some of the records of a stage, and the query that opens exactly them. */
export interface Segment {
  tone: SegmentTone;
  /** The rule or the reason, else the outcome. */
  words: string;
  count: number;
  query: Params;
}

const outcomeWords: readonly Exclude<Lost, 'unexplained'>[] = ['dropped', 'error', 'skipped'];

/** What of a stage did not go on, by reason, the most frequent first; what nobody explained stands before all. */
export function segmentsOf(
  stage: StageSummary,
  stages: readonly StageSummary[],
  declaration: DecisionDeclaration | null,
): Segment[] {
  const toSegment = (summary: ReasonSummary): Segment[] => {
    const { outcome, rule, reason, count } = summary;
    if (outcome === 'unexplained') return [];
    const query = ofReason(stage, stages, summary, declaration);
    return [{ tone: outcome, words: rule ?? reason ?? outcome, count, query }];
  };
  const reasons = stage.reasons.flatMap(toSegment);
  const rest = outcomeWords.map((outcome): Segment => {
    const named = reasons.filter(({ tone }) => tone === outcome).reduce((sum, { count }) => sum + count, 0);
    const words = named === 0 ? outcome : `${outcome} otherwise`;
    return {
      tone: outcome,
      words,
      count: stage[outcome] - named,
      query: ofOutcome(stage, stages, outcome, declaration),
    };
  });
  return [...oddOf(stage, stages), ...reasons, ...rest].filter(({ count }) => count > 0);
}

/** The query for those that have one reason: a rule that failed first, or what was said. */
export function ofReason(
  stage: StageSummary,
  stages: readonly StageSummary[],
  { outcome, rule, reason }: ReasonSummary,
  declaration: DecisionDeclaration | null,
): Params {
  const became = isText(fieldOf(stage, stages, 'outcome'), outcome);
  if (outcome === 'unexplained') return matching(became);
  if (rule !== null) return matching(allOf(became, isText(fieldOf(stage, stages, 'rule'), rule)));
  return withReason(stage, stages, outcome, reason, declaration);
}

/** The records of one outcome: filtered in their table where a path alone tells them, else candidates of the matrix. */
export function ofOutcome(
  stage: StageSummary,
  stages: readonly StageSummary[],
  outcome: Exclude<SegmentTone, 'unexplained'>,
  declaration: DecisionDeclaration | null,
): Params {
  const path = declaration?.outcome;
  if (path !== undefined && isInTable(stage, outcome, declaration))
    return { where: [formatCondition({ path, op: '=', value: outcome })] };
  return matching(isText(fieldOf(stage, stages, 'outcome'), outcome));
}

/**
 * The records of several observations stand in no one table, and who is absent in none. Where rules or absence decide
 * too, and where a drop may be unexplained, a path tells less than all; but a candidate with several records is one row
 * of the matrix.
 */
function isInTable(stage: StageSummary, outcome: SegmentTone, declaration: DecisionDeclaration | null): boolean {
  if (stage.observations.length !== 1 || stage.absent > 0) return false;
  const isOneRowEach = stage.in === stage.distinct.in || (outcome === 'kept' && stage.kept === stage.distinct.kept);
  if (!isOneRowEach) return true;
  const { rules, verdicts, absent } = declaration ?? {};
  const isDecidedByPath = rules === undefined && verdicts === undefined && absent === undefined;
  return isDecidedByPath && (outcome !== 'dropped' || stage.unexplained === 0);
}

function oddOf(stage: StageSummary, stages: readonly StageSummary[]): Segment[] {
  const here = fieldOf(stage, stages, 'outcome');
  const before = stages
    .filter(({ name }) => stage.from.includes(name))
    .map((known) => fieldOf(known, stages, 'outcome'));
  const queries = {
    unexplained: matchingFirst(isText(here, 'unexplained')),
    vanished: matchingFirst(allOf(isText(here, 'kept'), isText('outcome', 'vanished'))),
    appeared: matchingFirst(allOf(`${here} != none`, ...before.map((field) => `${field} = none`))),
  };
  const words = ['unexplained', 'vanished', 'appeared'] as const;
  return words.map((word) => ({ tone: 'unexplained', words: word, count: stage[word], query: queries[word] }));
}

/** Those for whom a reason is given, numbers in it as `#`; null is none. Of what is not recorded the matrix knows more. */
function withReason(
  stage: StageSummary,
  stages: readonly StageSummary[],
  outcome: Exclude<Lost, 'unexplained'>,
  reason: string | null,
  declaration: DecisionDeclaration | null,
): Params {
  const all = ofOutcome(stage, stages, outcome, declaration);
  if (reason === otherReasons) return all;
  const path = declaration?.reason;
  const where = all['where'] as string[] | undefined;
  const isRecorded = !(impliedReasons as readonly (string | null)[]).includes(reason);
  if (where && path !== undefined && isRecorded && (reason !== null || stage.unexplained === 0))
    return { where: [...where, formatCondition({ path, op: '=', value: reason ?? 'null' })] };
  const became = isText(fieldOf(stage, stages, 'outcome'), outcome);
  const field = fieldOf(stage, stages, 'reason');
  if (reason !== null) return matching(allOf(became, isText(field, reason)));
  return matching(allOf(became, `${field} = none`, `${fieldOf(stage, stages, 'rule')} = none`));
}
