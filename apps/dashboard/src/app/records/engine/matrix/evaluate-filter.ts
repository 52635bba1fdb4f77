import { formOf, keysMeant, keyText, verdictCodes } from '@flow-trail/decisions';

import type { TextColumn } from '../text-column';
import type { Candidates } from './candidates';
import {
  absentWord,
  anyWord,
  type CandidateField,
  candidateFields,
  type Comparison,
  type FilterOperator,
  type MatrixFilter,
  matrixOutcomes,
  type StageField,
} from './filter';
import type { StageColumn } from './stage-column';

/** What a condition is held against. */
export interface FilterContext {
  candidates: Candidates;
  /** The stages of the flow, each made when it is asked for. */
  stage: (index: number) => StageColumn;
  stageCount: number;
  /** For searches, made once. */
  texts: (field: CandidateField) => TextColumn;
}

/** 1 for each row that a condition holds for. Where there is no value, `=` holds for `none` alone, and no order holds. */
export function evaluateFilter(filter: MatrixFilter, context: FilterContext): Uint8Array {
  switch (filter.type) {
    case 'compare':
      return compare(filter, context);
    case 'not':
      return inverted(evaluateFilter(filter.filter, context));
    case 'and':
      return combined(filter, context, (left, right) => left & right);
    case 'or':
      return combined(filter, context, (left, right) => left | right);
  }
}

function combined(
  { left, right }: Extract<MatrixFilter, { left: MatrixFilter }>,
  context: FilterContext,
  combine: (left: number, right: number) => number,
): Uint8Array {
  const [one, other] = [evaluateFilter(left, context), evaluateFilter(right, context)];
  for (let row = 0; row < one.length; row++) one[row] = combine(one[row] ?? 0, other[row] ?? 0);
  return one;
}

function inverted(rows: Uint8Array): Uint8Array {
  for (let row = 0; row < rows.length; row++) rows[row] = 1 - (rows[row] ?? 0);
  return rows;
}

function compare(comparison: Comparison, context: FilterContext): Uint8Array {
  if (comparison.op === '!=') return inverted(compare({ ...comparison, op: '=' }, context));
  const { stage, field } = comparison;
  if (isCandidateField(field)) return compareCandidates(field, comparison, context);
  const isNone = comparison.value === absentWord;
  const rows = new Uint8Array(context.candidates.length);
  for (let index = stage ?? 0; index < (stage === null ? context.stageCount : stage + 1); index++)
    mark(rows, context.stage(index), isNone ? hasValue(field) : testOf(field, comparison));
  return isNone ? inverted(rows) : rows;
}

const isCandidateField = (field: string): field is CandidateField =>
  (candidateFields as readonly string[]).includes(field);

type EntryTest = (column: StageColumn) => (entry: number) => boolean;

function mark(rows: Uint8Array, column: StageColumn, test: EntryTest): void {
  const holds = test(column);
  const { rows: rowOf, length } = column;
  for (let entry = 0; entry < length; entry++) if (holds(entry)) rows[rowOf[entry] ?? 0] = 1;
}

function hasValue(field: StageField): EntryTest {
  return (column) => {
    switch (field) {
      case 'outcome':
        return () => true;
      case 'score':
      case 'rank':
      case 'chance':
        return (entry) => !Number.isNaN(numbersOf(column, field)[entry]);
      case 'reason':
        return (entry) => column.reasons.valueAt(entry) !== null;
      case 'rule':
      case 'failed':
      case 'failed alone':
        return testOf(field, { op: '=', value: anyWord })(column);
    }
  };
}

function testOf(field: StageField, { op, value }: Pick<Comparison, 'op' | 'value'>): EntryTest {
  switch (field) {
    case 'outcome':
      return outcomeTest(op, value);
    case 'score':
    case 'rank':
    case 'chance':
      return numberTest(field, op, Number(value));
    case 'rule':
      return ruleTest(op, value);
    case 'failed':
      return failedTest(op, value, false);
    case 'failed alone':
      return failedTest(op, value, true);
    case 'reason':
      return reasonTest(op, value);
  }
}

function outcomeTest(op: FilterOperator, value: string): EntryTest {
  const wanted = matrixOutcomes.map((outcome) => isText(outcome, op, value));
  return ({ outcomes }) =>
    (entry) =>
      wanted[outcomes[entry] ?? 0] ?? false;
}

const numbersOf = (column: StageColumn, field: 'score' | 'rank' | 'chance'): Float64Array =>
  field === 'score' ? column.scores : field === 'rank' ? column.ranks : column.chances;

function numberTest(field: 'score' | 'rank' | 'chance', op: FilterOperator, value: number): EntryTest {
  return (column) => {
    const numbers = numbersOf(column, field);
    switch (op) {
      case '<':
        return (entry) => (numbers[entry] ?? NaN) < value;
      case '<=':
        return (entry) => (numbers[entry] ?? NaN) <= value;
      case '>':
        return (entry) => (numbers[entry] ?? NaN) > value;
      case '>=':
        return (entry) => (numbers[entry] ?? NaN) >= value;
      default:
        return (entry) => numbers[entry] === value;
    }
  };
}

function ruleTest(op: FilterOperator, value: string): EntryTest {
  return ({ rules, ruleNames }) => {
    const wanted = ruleNames.map((name) => value === anyWord || isText(name, op, value));
    return (entry) => wanted[rules[entry] ?? -1] ?? false;
  };
}

function failedTest(op: FilterOperator, value: string, isAlone: boolean): EntryTest {
  return ({ alone, parts, records, decisions }) => {
    if (isAlone && value === anyWord) return (entry) => alone[entry] === 1;
    const verdictsOf = decisions.map(({ columns: { rules, length } }) =>
      rules
        .filter(({ rule }) => value === anyWord || isText(rule, op, value))
        .map(({ verdicts }) => verdicts.view(length)),
    );
    return (entry) => {
      if (isAlone && alone[entry] !== 1) return false;
      for (const verdicts of verdictsOf[parts[entry] ?? 0] ?? [])
        if (verdicts[records[entry] ?? 0] === verdictCodes.failed) return true;
      return false;
    };
  };
}

/** `=` also holds for the form of a reason, its numbers as `#`, as the funnel counts them. */
function reasonTest(op: FilterOperator, value: string): EntryTest {
  const isMeant = (reason: unknown): boolean =>
    typeof reason === 'string' && (reason === value || formOf(reason) === value);
  return ({ reasons: { codes, distinct, texts } }) => {
    const found =
      op === 'contains' ? texts.containing(value) : Uint8Array.from(distinct, (reason) => Number(isMeant(reason)));
    const none = distinct.indexOf(null);
    if (none >= 0) found[none] = 0;
    return (entry) => found[(codes[entry] ?? 0) - 1] === 1;
  };
}

const isText = (text: string, op: FilterOperator, value: string): boolean =>
  op === 'contains' ? text.toLowerCase().includes(value.toLowerCase()) : text === value;

function compareCandidates(field: CandidateField, { op, value }: Comparison, context: FilterContext): Uint8Array {
  if (op === 'contains') return context.texts(field).containing(value);
  if (field === 'id') return context.candidates.named(keysMeant(value));
  const { candidates } = context;
  const rows = new Uint8Array(candidates.length);
  for (let row = 0; row < rows.length; row++) rows[row] = Number(candidateTexts[field](candidates, row) === value);
  return rows;
}

/** What a person reads of a candidate. */
export const candidateTexts: Record<CandidateField, (candidates: Candidates, row: number) => string> = {
  label: ({ labels, keys }, row) => labels[row] ?? keyText(keys[row] ?? ''),
  id: ({ keys }, row) => keyText(keys[row] ?? ''),
  kind: ({ kinds }, row) => kinds[row] ?? '',
};
