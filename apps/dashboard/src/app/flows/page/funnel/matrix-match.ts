import type { Params } from '@angular/router';
import type { StageSummary } from '@flow-trail/decisions';

/** The query that shows the candidates of a condition in the matrix. */
export const matching = (match: string): Params => ({ tab: 'matrix', match, order: null, first: null });

/** The same, and of the first of them the panel that says why. */
export const matchingFirst = (match: string): Params => ({ ...matching(match), first: 'open' });

export const allOf = (...conditions: string[]): string => conditions.join(' and ');

export const isText = (field: string, value: string, op: '=' | 'contains' = '='): string =>
  `${field} ${op} ${quoted(value)}`;

/** A field of a stage as conditions name it: by its step where that is enough, else by step and observation. */
export function fieldOf(
  stage: StageSummary,
  stages: readonly StageSummary[],
  field: 'outcome' | 'rule' | 'reason' | 'failed' | 'failed alone',
): string {
  const isEnough = stages.filter(({ step }) => step === stage.step).length === 1;
  return `${quoted(isEnough ? stage.step : stage.name)}.${quoted(field)}`;
}

const quoted = (text: string): string =>
  /^[^\s"()=!<>.]+$/.test(text) && !/^(and|or|not|contains)$/i.test(text) ? text : `"${text.replaceAll('"', '""')}"`;
