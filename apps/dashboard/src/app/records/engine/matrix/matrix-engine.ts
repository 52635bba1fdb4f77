import type { FlowDocument } from '@flow-trail/contracts';

import type { Failure } from '../../../api/failure';
import type { DataLoader } from '../data-loader';
import type { EngineMessage, EngineRequest, TimedWindow } from '../messages';
import type { Matrix, MatrixQuery, MatrixRange } from './matrix';
import { matrixAddress } from './matrix-address';
import { type MatrixAddress, MatrixReader } from './matrix-reader';

type Opening = Extract<EngineRequest, { type: 'openMatrix' }>;
type Ahead = Extract<EngineRequest, { type: 'readAhead' }>;
type Drawn = Extract<EngineRequest, { type: 'drawn' }>;
type Window = Extract<EngineRequest, { type: 'matrixWindow' }>;

interface Reading {
  matrixId: string;
  matrix: Matrix;
  abort: AbortController;
  end: Promise<void>;
  /** The request that hears of it; null while nobody has asked. */
  id: number | null;
  /** Whether somebody heard that there are rows. */
  hasGrown: boolean;
  /** Fires when somebody asks, or nobody will. */
  wanted: PromiseWithResolvers<void>;
  /** While the first rows are drawn; null before there are some. */
  drawing: PromiseWithResolvers<void> | null;
}

/** Milliseconds that the page has at most for its first rows before the worker competes with it for the cores. */
const DRAWING = 500;

/** Rows and stages that fill a screen. */
const firstScreen: MatrixRange = { from: 0, count: 40, firstStage: 0, stageCount: 4 };
const all: MatrixQuery = { filter: null, sort: null };

/** Holds the matrix of the flow that is looked at, one at a time, and answers windows on it while it grows. */
export class MatrixEngine {
  #reading: Reading | null = null;
  #prepared: Matrix | null = null;

  constructor(
    private readonly loader: DataLoader,
    private readonly post: (message: EngineMessage) => void,
    private readonly now: () => number,
  ) {}

  /** Begins with the matrix that a document leads to; who opens it then finds it read, or on its way. */
  readAhead({ text, apiKey }: Ahead): void {
    const address = addressIn(text);
    if (address && !this.#reading) this.#begin(address, apiKey);
  }

  async open({ id, address, apiKey }: Opening): Promise<void> {
    const reading = this.#known(address.matrixId) ?? this.#begin(address, apiKey);
    const { matrix, abort } = reading;
    reading.id = id;
    reading.wanted.resolve();
    if (!reading.hasGrown && matrix.parts.some(({ length }) => length > 0)) this.#grow(reading);
    await reading.end;
    if (abort.signal.aborted || reading.id !== id) return;
    this.post({ type: 'matrixOpened', id, shape: matrix.shape() });
    await this.#prepare(matrix);
  }

  cancel(id: number): void {
    if (this.#reading?.id === id && !this.#reading.matrix.isComplete) this.#reading.abort.abort();
  }

  /** Null for one that is not open. */
  find(matrixId: string): Matrix | null {
    return this.#reading?.matrixId === matrixId ? this.#reading.matrix : null;
  }

  drawn({ matrixId }: Drawn): void {
    if (this.#reading?.matrixId === matrixId) this.#reading.drawing?.resolve();
  }

  window({ id, matrixId, query, range }: Window): EngineMessage {
    const matrix = this.find(matrixId);
    if (!matrix) return { type: 'failed', id, failure: elsewhere };
    return { type: 'matrixWindow', id, ...this.#timed(matrix, query, range) };
  }

  /** What was read whole, or is read for whoever asks first; any other reading is not what somebody asks for anew. */
  #known(matrixId: string): Reading | null {
    const reading = this.#reading;
    return reading?.matrixId === matrixId && (reading.matrix.isComplete || reading.id === null) ? reading : null;
  }

  #begin(address: MatrixAddress, apiKey: string | null): Reading {
    this.#reading?.abort.abort();
    this.#reading?.wanted.resolve();
    const abort = new AbortController();
    const onGrowth = (): void => this.#grow(reading);
    const rest = (): Promise<void> | null =>
      reading.id === null ? reading.wanted.promise : (reading.drawing?.promise ?? null);
    const { signal } = abort;
    const reader = new MatrixReader(address, this.loader, { apiKey, signal, now: this.now, onGrowth, rest });
    const { matrix } = reader;
    const reading: Reading = {
      matrixId: address.matrixId,
      matrix,
      abort,
      end: Promise.resolve(),
      id: null,
      hasGrown: false,
      wanted: Promise.withResolvers(),
      drawing: null,
    };
    this.#reading = reading;
    reading.end = reader.read();
    return reading;
  }

  #grow(reading: Reading): void {
    const { id, matrix } = reading;
    // What the first rows are made of is then made.
    if (id === null) return void matrix.window(all, firstScreen);
    // To ask for them would take the page longer than to draw them.
    const first = reading.hasGrown ? null : this.#timed(matrix, all, firstScreen);
    if (first) {
      reading.drawing = Promise.withResolvers();
      setTimeout(reading.drawing.resolve, DRAWING);
    }
    reading.hasGrown = true;
    this.post({ type: 'matrixGrew', id, shape: matrix.shape(), first });
  }

  /** Between two steps, whatever was asked meanwhile is answered. */
  async #prepare(matrix: Matrix): Promise<void> {
    if (this.#prepared === matrix) return;
    this.#prepared = matrix;
    for (const step of matrix.prepare()) {
      await new Promise((resolve) => setTimeout(resolve, step));
      if (this.#reading?.matrix !== matrix) return;
    }
  }

  #timed(matrix: Matrix, query: MatrixQuery, range: MatrixRange): TimedWindow {
    const start = this.now();
    const window = matrix.window(query, range);
    return { window, tookMs: this.now() - start };
  }
}

/** Null for what is no document: who reads it for the page says so. */
function addressIn(text: string): MatrixAddress | null {
  try {
    return matrixAddress(JSON.parse(text) as FlowDocument);
  } catch {
    return null;
  }
}

const elsewhere: Failure = {
  title: 'Another matrix is open',
  detail: 'This one was left before its answer came.',
  retryable: true,
  requestId: null,
  status: null,
};
