import type { JsonValue } from '../exact-json';
import { isNumber, numberText } from '../exact-number';
import { exactText } from '../json-text';
import { readerOf } from '../path';
import type { RecordQuery, RecordSet } from '../record-set';
import { csvCell, csvLine } from './csv';
import type { ExportSource } from './export-source';

/** The records that a query shows: as CSV the columns that are shown, as JSON all of each record. */
export function recordSource(records: RecordSet, query: RecordQuery, columns: readonly string[]): ExportSource {
  const indexes = records.indexesOf(query);
  const readers = columns.map(readerOf);
  const recordsFrom = (from: number, to: number): JsonValue[] =>
    [...indexes.subarray(from, to)].map((index) => records.records[index] ?? null);
  return {
    matched: indexes.length,
    total: records.records.length,
    head: columns,
    csvLines: (from, to) =>
      recordsFrom(from, to).map((record) => csvLine(readers.map((read) => csvValue(read(record))))),
    jsonValues: (from, to) => recordsFrom(from, to).map(exactText),
  };
}

/** A number is no formula, whatever its sign; what is nested stands as JSON, what is missing or null as nothing. */
function csvValue(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  if (isNumber(value)) return numberText(value);
  return csvCell(typeof value === 'string' ? value : exactText(value));
}
