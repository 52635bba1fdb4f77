import type { Failure } from '../../api/failure';
import type { Column, Declared } from './column';
import type { Distribution } from './distribution';
import type { Exported, ExportFormat, ExportTarget } from './export/export-source';
import type { FoundLine, JsonLineWindow } from './json-lines';
import type { MatrixQuery, MatrixRange, MatrixShape, MatrixWindow } from './matrix/matrix';
import type { MatrixAddress } from './matrix/matrix-reader';
import type { RecordQuery, RecordWindow } from './record-set';

/** Names the data of one observation. */
export interface DataAddress {
  flowId: string;
  attempt: number;
  observationId: string;
}

/** What a JSON tree shows: the whole data, or one record by its index. */
export type TreeRoot = 'data' | number;

/** From the page. Each `id` is answered once, but for a request that was cancelled; what has none is told. */
export type EngineRequest =
  /** The document of the flow that the page begins with, as text. */
  | { type: 'readAhead'; text: string; apiKey: string | null }
  | { type: 'open'; id: number; address: DataAddress; declared: Declared; apiKey: string | null }
  | {
      type: 'window';
      id: number;
      observationId: string;
      query: RecordQuery;
      from: number;
      count: number;
      columns?: string[];
    }
  | { type: 'lines'; id: number; observationId: string; root: TreeRoot; toggled: string[]; from: number; count: number }
  | { type: 'find'; id: number; observationId: string; root: TreeRoot; text: string; at: number; toggled: string[] }
  | { type: 'text'; id: number; observationId: string; root: TreeRoot; path: string | null }
  | { type: 'distribution'; id: number; observationId: string; query: RecordQuery; path: string }
  | { type: 'openMatrix'; id: number; address: MatrixAddress; apiKey: string | null }
  /** The first rows of a matrix, and what stands around them, are drawn. */
  | { type: 'drawn'; matrixId: string }
  | { type: 'matrixWindow'; id: number; matrixId: string; query: MatrixQuery; range: MatrixRange }
  | { type: 'export'; id: number; target: ExportTarget; format: ExportFormat }
  | { type: 'cancel'; id: number }
  | { type: 'forget'; id: number; flowId: string };

/** To the page. Progress comes any number of times before the answer. */
export type EngineMessage =
  | { type: 'progress'; id: number; received: number; of: number | null }
  | { type: 'opened'; id: number; data: OpenedData }
  | { type: 'window'; id: number; window: RecordWindow; tookMs: number }
  | { type: 'lines'; id: number; lines: JsonLineWindow }
  | { type: 'found'; id: number; found: FoundLine }
  | { type: 'text'; id: number; text: string }
  | { type: 'distribution'; id: number; distribution: Distribution | null }
  /** The first of them brings the first rows of all in the order of their own. */
  | { type: 'matrixGrew'; id: number; shape: MatrixShape; first: TimedWindow | null }
  | { type: 'matrixOpened'; id: number; shape: MatrixShape }
  | ({ type: 'matrixWindow'; id: number } & TimedWindow)
  | { type: 'exporting'; id: number; rows: number; of: number }
  | { type: 'exported'; id: number; exported: Exported }
  | { type: 'forgotten'; id: number }
  | { type: 'failed'; id: number; failure: Failure };

export interface TimedWindow {
  window: MatrixWindow;
  /** How long the worker took. */
  tookMs: number;
}

export type DataOrigin = 'cache' | 'server';

export interface OpenedData {
  observationId: string;
  origin: DataOrigin;
  /** Bytes as they were stored and carried. */
  storedBytes: number;
  /** Null when the data is no array of objects: then only the tree shows it. */
  table: TableShape | null;
}

export interface TableShape {
  columns: Column[];
  /** Columns left to the record's own page. */
  hiddenColumns: number;
  records: number;
  /** How many there were, when the declaration says so and not all were recorded. */
  declaredTotal: number | null;
}
