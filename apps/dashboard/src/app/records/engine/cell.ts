import type { DecisionDeclaration, Outcome } from '@flow-trail/contracts';

import type { Column } from './column';
import type { JsonRecord, JsonValue } from './exact-json';
import { isNumber, numberText } from './exact-number';
import { clip, compactText } from './json-text';
import { outcomeOf } from './outcome';
import { type Reader, readerOf } from './path';

export type CellKind = 'string' | 'number' | 'true' | 'false' | 'null' | 'missing' | 'nested' | Outcome;

/** What the page draws; the value itself stays in the worker. */
export interface Cell {
  kind: CellKind;
  text: string;
}

const LENGTH = 240;

export type RecordReader = (record: JsonRecord) => Cell[];

/** Reads the cells of one record, a cell a column. */
export function cellReader(columns: readonly Column[], decision: DecisionDeclaration | null): RecordReader {
  const readers = columns.map((column): [Reader, boolean] => [readerOf(column.path), column.role === 'outcome']);
  return (record) =>
    readers.map(([read, isOutcome]) => {
      const value = read(record);
      return (isOutcome ? outcomeCell(value, decision) : null) ?? cellOf(value);
    });
}

function outcomeCell(value: JsonValue | undefined, decision: DecisionDeclaration | null): Cell | null {
  const outcome = outcomeOf(value, decision);
  if (!outcome) return null;
  return { kind: outcome, text: typeof value === 'string' ? clip(value, LENGTH) : outcome };
}

export function cellOf(value: JsonValue | undefined): Cell {
  if (value === undefined) return { kind: 'missing', text: '' };
  if (value === null) return { kind: 'null', text: 'null' };
  if (typeof value === 'string') return { kind: 'string', text: clip(value, LENGTH) };
  if (typeof value === 'boolean') return { kind: value ? 'true' : 'false', text: String(value) };
  if (isNumber(value)) return { kind: 'number', text: clip(numberText(value), LENGTH) };
  return { kind: 'nested', text: compactText(value, 120) };
}
