import { type Direction, orderByDoubles } from '../order';
import { placesOfTexts } from '../text-order';
import type { StageColumn } from './stage-column';

export type SortField = 'outcome' | 'score' | 'rank' | 'rule';

export interface MatrixSort {
  /** By what becomes of the candidate at a stage, by index; null: by its label. */
  by: { stage: number; field: SortField } | null;
  direction: Direction;
}

/** What orders rows by one field of one stage; NaN for who is not there. */
export function stageKeys(column: StageColumn, field: SortField, length: number): Float64Array {
  if (field !== 'rule') return byRow(column, column[valuesOf[field]], length);
  const places = placesOfTexts(column.ruleNames);
  return byRow(
    column,
    Float64Array.from(column.rules, (rule) => places[rule] ?? NaN),
    length,
  );
}

const valuesOf = { outcome: 'outcomes', score: 'scores', rank: 'ranks' } as const;

/** Who got furthest first, and of those the best of their last stage. */
export function orderByReach(
  columns: readonly StageColumn[],
  isAscending: readonly boolean[],
  length: number,
): Uint32Array {
  const reach = new Float64Array(length);
  const ranks = new Float64Array(length);
  const scores = new Float64Array(length);
  columns.forEach((column, stage) => {
    const sign = isAscending[stage] ? 1 : -1;
    column.rows.forEach((row, entry) => {
      reach[row] = (column.outcomes[entry] ?? 0) - (stage + 1) * 16;
      ranks[row] = column.ranks[entry] ?? NaN;
      scores[row] = sign * (column.scores[entry] ?? NaN);
    });
  });
  return orderByDoubles(reach, orderByDoubles(ranks, orderByDoubles(scores)));
}

function byRow({ rows }: StageColumn, values: Float64Array | Uint8Array, length: number): Float64Array {
  const keys = new Float64Array(length).fill(NaN);
  for (let entry = 0; entry < rows.length; entry++) keys[rows[entry] ?? 0] = values[entry] ?? NaN;
  return keys;
}
