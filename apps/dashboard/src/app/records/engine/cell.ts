import type { DecisionDeclaration, Outcome } from '@flow-trail/contracts';

import type { Column } from './column';
import type { MadeOf, MadeOfReader } from './contributions/made-of';
import type { JsonRecord, JsonValue } from './exact-json';
import { isNumber, numberText } from './exact-number';
import { clip, compactText } from './json-text';
import { outcomeOf } from './outcome';
import { readerOf } from './path';

export type CellKind = 'string' | 'number' | 'true' | 'false' | 'null' | 'missing' | 'nested' | Outcome;

/** What the page draws; the value itself stays in the worker. */
export interface Cell {
  kind: CellKind;
  text: string;
  /** Of the parts of a score. */
  madeOf?: MadeOf;
}

const LENGTH = 240;

export type CellReader = (record: JsonRecord) => Cell;

/** Reads the cell of one column. */
export function cellReader({ path, role }: Column, decision: DecisionDeclaration | null): CellReader {
  const read = readerOf(path);
  if (role !== 'outcome') return (record) => cellOf(read(record));
  return (record) => {
    const value = read(record);
    return outcomeCell(value, decision) ?? cellOf(value);
  };
}

/** The cell of the column that holds the parts of a score. */
export function partsReader({ path }: Column, madeOf: MadeOfReader): CellReader {
  const read = readerOf(path);
  return (record) => {
    const parts = madeOf.of(record);
    return { ...cellOf(read(record)), ...(parts && { madeOf: parts }) };
  };
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
