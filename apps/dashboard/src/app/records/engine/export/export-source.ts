import type { MatrixQuery } from '../matrix/matrix';
import type { RecordQuery } from '../record-set';

export type ExportFormat = 'csv' | 'json';

/** What is exported: the records or the candidates that a query shows, in its order. CSV has the columns named. */
export type ExportTarget =
  { observationId: string; query: RecordQuery; columns: readonly string[] } | { matrixId: string; query: MatrixQuery };

/** Rows that can be written, one after the other. */
export interface ExportSource {
  matched: number;
  total: number;
  /** The names of the CSV columns. */
  head: readonly string[];
  /** A line for each row in `[from, to)`. */
  csvLines(from: number, to: number): string[];
  /** A JSON value for each row in `[from, to)`. */
  jsonValues(from: number, to: number): string[];
}

export interface Exported {
  blob: Blob;
  /** So many rows, */
  rows: number;
  /** of so many. */
  of: number;
}
