import type { Matrix, MatrixQuery, MatrixRow } from '../matrix/matrix';
import type { MatrixCell } from '../matrix/matrix-cell';
import type { ExactField } from '../matrix/matrix-part';
import type { StageShape } from '../matrix/matrix-stage';
import { csvCell, csvLine } from './csv';
import type { ExportSource } from './export-source';

type Field = 'outcome' | ExactField | 'rule' | 'failed alone' | 'why';

/** The candidates that a query shows, with what became of each at every step. */
export function matrixSource(matrix: Matrix, query: MatrixQuery): ExportSource {
  const { stages } = matrix.shape();
  const rowsFrom = (from: number, to: number): MatrixRow[] =>
    matrix.window(query, { from, count: to - from, firstStage: 0, stageCount: stages.length }).rows;
  const { matched, total } = matrix.window(query, { from: 0, count: 0, firstStage: 0, stageCount: 0 });
  const fields = stages.map(fieldsOf);
  const numberAt = (cell: MatrixCell, field: ExactField): string => numberOf(matrix, cell, field);
  return {
    matched,
    total,
    head: [
      'kind',
      'id',
      'label',
      ...stages.flatMap(({ word }, at) => fields[at]?.map((name) => `${word}.${name}`) ?? []),
    ],
    csvLines: (from, to) =>
      rowsFrom(from, to).map((row) => {
        const cells = row.cells.flatMap((cell, at) => (fields[at] ?? []).map((name) => csvOf(cell, name, numberAt)));
        return csvLine([csvCell(row.kind), idCell(row), csvCell(row.label ?? ''), ...cells]);
      }),
    jsonValues: (from, to) => rowsFrom(from, to).map((row) => jsonOf(row, stages, fields, numberAt)),
  };
}

type NumberText = (cell: MatrixCell, field: ExactField) => string;

/** As recorded; empty where there is none. */
function numberOf(matrix: Matrix, cell: MatrixCell, field: ExactField): string {
  const value = cell[field];
  if (value === null) return '';
  const part = matrix.parts.find(({ part: { observationId } }) => observationId === cell.record?.observationId);
  return part?.exactText(field, cell.record?.index ?? 0) ?? String(value);
}

function fieldsOf({ fields }: StageShape): Field[] {
  const numbers = (['rank', 'score', 'chance'] as const).filter((field) => fields.includes(field));
  const rules = fields.includes('rule') ? (['rule', 'failed alone'] as const) : [];
  const why = fields.includes('rule') || fields.includes('reason') ? (['why'] as const) : [];
  return ['outcome', ...numbers, ...rules, ...why];
}

/** The number 42 stands bare, the text "42" may need its apostrophe. */
const idCell = ({ key, id }: MatrixRow): string => (/^-?\d/.test(key) ? key : csvCell(id));

const isExact = (field: Field): field is ExactField => field === 'rank' || field === 'score' || field === 'chance';

function csvOf(cell: MatrixCell | null, field: Field, numberAt: NumberText): string {
  if (!cell) return '';
  if (isExact(field)) return numberAt(cell, field);
  if (field === 'failed alone') return cell.isAlone === null || cell.rule === null ? '' : String(cell.isAlone);
  return csvCell(cell[field] ?? '');
}

function jsonOf(
  row: MatrixRow,
  stages: readonly StageShape[],
  fields: readonly Field[][],
  numberAt: NumberText,
): string {
  const steps = row.cells.flatMap((cell, at) => {
    if (!cell) return [];
    const parts = (fields[at] ?? []).map((field) => `${JSON.stringify(field)}:${jsonValue(cell, field, numberAt)}`);
    return `${JSON.stringify(stages[at]?.word ?? '')}:{${parts.join(',')}}`;
  });
  const [kind, label] = [row.kind, row.label].map((text) => JSON.stringify(text));
  return `{"kind":${kind},"id":${row.key},"label":${label},"steps":{${steps.join(',')}}}`;
}

function jsonValue(cell: MatrixCell, field: Field, numberAt: NumberText): string {
  if (isExact(field)) return numberAt(cell, field) || 'null';
  if (field === 'failed alone') return JSON.stringify(cell.rule === null ? null : cell.isAlone);
  return JSON.stringify(cell[field]);
}
