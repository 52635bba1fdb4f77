import type { Failure } from '../../../api/failure';
import type { DataLoader } from '../data-loader';
import type { EngineMessage, EngineRequest, TimedWindow } from '../messages';
import type { Matrix, MatrixQuery, MatrixRange } from './matrix';
import { MatrixReader } from './matrix-reader';

type Opening = Extract<EngineRequest, { type: 'openMatrix' }>;
type Window = Extract<EngineRequest, { type: 'matrixWindow' }>;

/** Rows and stages that fill a screen. */
const firstScreen: MatrixRange = { from: 0, count: 40, firstStage: 0, stageCount: 4 };
const all: MatrixQuery = { filter: null, sort: null };

/** Holds the matrix of the flow that is looked at, one at a time, and answers windows on it while it grows. */
export class MatrixEngine {
  #opened: { matrixId: string; matrix: Matrix } | null = null;
  #reading: { id: number; abort: AbortController } | null = null;

  constructor(
    private readonly loader: DataLoader,
    private readonly post: (message: EngineMessage) => void,
    private readonly now: () => number,
  ) {}

  async open({ id, address, apiKey }: Opening): Promise<void> {
    const { matrixId } = address;
    const known = this.#opened;
    if (known?.matrixId === matrixId && known.matrix.isComplete)
      return this.post({ type: 'matrixOpened', id, shape: known.matrix.shape() });
    this.#reading?.abort.abort();
    const abort = new AbortController();
    this.#reading = { id, abort };
    let hasGrown = false;
    const onGrowth = (matrix: Matrix): void => {
      // To ask for them would take the page longer than to draw them.
      const first = hasGrown ? null : this.#timed(matrix, all, firstScreen);
      hasGrown = true;
      this.post({ type: 'matrixGrew', id, shape: matrix.shape(), first });
    };
    const reader = new MatrixReader(address, this.loader, { apiKey, signal: abort.signal, now: this.now, onGrowth });
    this.#opened = { matrixId, matrix: reader.matrix };
    await reader.read();
    if (abort.signal.aborted) return;
    this.post({ type: 'matrixOpened', id, shape: reader.matrix.shape() });
    await this.#prepare(reader.matrix);
  }

  cancel(id: number): void {
    if (this.#reading?.id === id) this.#reading.abort.abort();
  }

  /** Between two steps, whatever was asked meanwhile is answered. */
  async #prepare(matrix: Matrix): Promise<void> {
    for (const step of matrix.prepare()) {
      await new Promise((resolve) => setTimeout(resolve, step));
      if (this.#opened?.matrix !== matrix) return;
    }
  }

  /** Null for one that is not open. */
  find(matrixId: string): Matrix | null {
    return this.#opened?.matrixId === matrixId ? this.#opened.matrix : null;
  }

  window({ id, matrixId, query, range }: Window): EngineMessage {
    if (this.#opened?.matrixId !== matrixId) return { type: 'failed', id, failure: elsewhere };
    return { type: 'matrixWindow', id, ...this.#timed(this.#opened.matrix, query, range) };
  }

  #timed(matrix: Matrix, query: MatrixQuery, range: MatrixRange): TimedWindow {
    const start = this.now();
    const window = matrix.window(query, range);
    return { window, tookMs: this.now() - start };
  }
}

const elsewhere: Failure = {
  title: 'Another matrix is open',
  detail: 'This one was left before its answer came.',
  retryable: true,
  requestId: null,
  status: null,
};
