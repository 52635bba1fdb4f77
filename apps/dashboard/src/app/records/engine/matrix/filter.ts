/** Fields of a candidate at a step. */
export const stageFields = ['outcome', 'rule', 'score', 'rank', 'chance', 'reason', 'failed', 'failed alone'] as const;
export type StageField = (typeof stageFields)[number];

/** Fields of a candidate wherever it is. */
export const candidateFields = ['label', 'id', 'kind'] as const;
export type CandidateField = (typeof candidateFields)[number];

export const filterOperators = ['=', '!=', '<', '<=', '>', '>=', 'contains'] as const;
export type FilterOperator = (typeof filterOperators)[number];

export const numberFields: readonly string[] = ['score', 'rank', 'chance'] satisfies StageField[];

/** What can become of a candidate at a step; `none`: it was not there. The first five are as `countedOutcomes` has them. */
export const matrixOutcomes = ['kept', 'dropped', 'error', 'skipped', 'unexplained', 'vanished'] as const;
export type MatrixOutcome = (typeof matrixOutcomes)[number];
export const absentWord = 'none';
export const anyWord = 'any';

export interface Comparison {
  type: 'compare';
  /** Index of the stage; null means any stage, or the candidate itself. */
  stage: number | null;
  field: StageField | CandidateField;
  op: FilterOperator;
  value: string;
}

/** A condition on candidates across the steps of a flow. */
export type MatrixFilter =
  { type: 'and' | 'or'; left: MatrixFilter; right: MatrixFilter } | { type: 'not'; filter: MatrixFilter } | Comparison;

/** A stage as conditions name it. */
export interface StageName {
  /** `step/observation`. */
  name: string;
  /** The step, where that is enough; else the name. */
  word: string;
}
