import type { Params } from '@angular/router';
import type { DecisionDeclaration } from '@flow-trail/contracts';
import type { ReasonSummary, StageSummary } from '@flow-trail/decisions';

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

/** The records of one outcome: filtered in their table where a path holds it, else candidates of the matrix. */
export function ofOutcome(
  stage: StageSummary,
  stages: readonly StageSummary[],
  outcome: Exclude<SegmentTone, 'unexplained'>,
  declaration: DecisionDeclaration | null,
): Params {
  const path = declaration?.outcome;
  // The records of several observations stand in no one table, and who is absent in none.
  const isInTable = path !== undefined && stage.observations.length === 1 && stage.absent === 0;
  if (isInTable) return { where: [formatCondition({ path, op: '=', value: outcome })] };
  return matching(isText(fieldOf(stage, stages, 'outcome'), outcome));
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

/** Numbers in a reason count as one form, `#`: the longest text between them finds it again. */
function withReason(
  stage: StageSummary,
  stages: readonly StageSummary[],
  outcome: Exclude<Lost, 'unexplained'>,
  reason: string | null,
  declaration: DecisionDeclaration | null,
): Params {
  const query = ofOutcome(stage, stages, outcome, declaration);
  const path = declaration?.reason;
  const where = query['where'] as string[] | undefined;
  const parts = reason === null || reason === 'other reasons' ? [] : reason.split('#').map((part) => part.trim());
  const value = parts.reduce((longest, part) => (part.length > longest.length ? part : longest), '');
  if (value === '') return query;
  if (where === undefined) {
    const said = isText(fieldOf(stage, stages, 'reason'), value, 'contains');
    return matching(allOf(isText(fieldOf(stage, stages, 'outcome'), outcome), said));
  }
  const op = parts.length > 1 ? 'contains' : '=';
  return path === undefined ? query : { where: [...where, formatCondition({ path, op, value })] };
}
