import type { StageShape } from '../records/engine/matrix/matrix-stage';
import type { Across } from '../ui/virtual-scroll';

export type ColumnField = 'outcome' | 'rank' | 'score' | 'chance' | 'rule';

export interface MatrixColumn {
  field: ColumnField;
  /** Place in the grid, from 1; the label stands at 1. */
  place: number;
}

export interface StageColumns {
  stage: StageShape;
  index: number;
  columns: MatrixColumn[];
  /** Where it begins and ends behind the label, in pixels. */
  start: number;
  end: number;
}

export interface MatrixLayout {
  template: string;
  stages: StageColumns[];
}

export const LABEL_WIDTH = 224;
const widths: Record<ColumnField, number> = { outcome: 112, rank: 68, score: 74, chance: 72, rule: 200 };
/** For the name of the stage and its counts. */
const LEAST = 168;
const BEYOND = 240;

/** Of each stage the columns that it can fill: outcome, rank, score, chance, rule with its reason. */
export function matrixLayout(stages: readonly StageShape[]): MatrixLayout {
  let place = 2;
  let start = 0;
  const laid = stages.map((stage, index): StageColumns => {
    const fields = fieldsOf(stage);
    const columns = fields.map((field) => ({ field, place: place++ }));
    const end = start + Math.max(widthOf(fields), LEAST);
    const group = { stage, index, columns, start, end };
    start = end;
    return group;
  });
  const tracks = laid.flatMap(({ columns, start: from, end }) =>
    columns.map(({ field }, at) => {
      const isFirst = at === 0;
      const spare = end - from - widthOf(columns.map((column) => column.field));
      return `${widths[field] + (isFirst ? spare : 0)}px`;
    }),
  );
  return { template: [`${LABEL_WIDTH}px`, ...tracks, '1fr'].join(' '), stages: laid };
}

/** The stages whose cells are drawn: those in view and a little beyond. */
export function stagesInView({ stages }: MatrixLayout, { left, width }: Across): StageColumns[] {
  return stages.filter(({ start, end }) => end > left - BEYOND && start < left + width + BEYOND);
}

const widthOf = (fields: readonly ColumnField[]): number => fields.reduce((sum, field) => sum + widths[field], 0);

function fieldsOf({ fields }: StageShape): ColumnField[] {
  const hasReason = fields.includes('rule') || fields.includes('reason');
  const numbers = (['rank', 'score', 'chance'] as const).filter((field) => fields.includes(field));
  return ['outcome', ...numbers, ...(hasReason ? (['rule'] as const) : [])];
}
