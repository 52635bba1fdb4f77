import { DestroyRef, inject, Injectable, signal } from '@angular/core';

import type { Failure } from '../api/failure';
import { EngineClient, type TimedMatrixWindow } from '../records/engine-client';
import type { MatrixQuery, MatrixRange, MatrixShape, MatrixWindow } from '../records/engine/matrix/matrix';
import type { MatrixAddress } from '../records/engine/matrix/matrix-reader';
import { DrawingTurns } from '../ui/drawing-turns';
import { nextPaint } from '../ui/next-task';

export type MatrixState =
  { status: 'loading' } | { status: 'failed'; failure: Failure } | { status: 'ready'; shape: MatrixShape };

/** Rows, and what they answer. */
type ShownWindow = TimedMatrixWindow & {
  query: MatrixQuery;
  /** Of the matrix as it stood then. */
  shape: MatrixShape;
};

interface Wanted {
  query: MatrixQuery;
  range: MatrixRange;
}

/** The matrix of the flow that is looked at; rows can be asked for while it still grows. */
@Injectable()
export class MatrixStore {
  readonly #engine = inject(EngineClient);
  readonly #turns = inject(DrawingTurns);
  readonly #state = signal<MatrixState>({ status: 'loading' });
  readonly #window = signal<ShownWindow | null>(null);
  #abort = new AbortController();
  #matrixId: string | null = null;
  #wanted: Wanted | null = null;
  #isAsking = false;
  #isOpen = false;

  readonly state = this.#state.asReadonly();
  readonly window = this.#window.asReadonly();

  constructor() {
    inject(DestroyRef).onDestroy(() => this.close());
  }

  /**
   * Does nothing for what is open already.
   * @param showsAll Whether the first rows are wanted as they come, in the order of their own.
   */
  async open(address: MatrixAddress, showsAll: boolean): Promise<void> {
    if (this.#isOpen && this.#matrixId === address.matrixId && this.#state().status !== 'failed') return;
    this.close();
    this.#isOpen = true;
    const { signal } = this.#abort;
    if (this.#matrixId === null) this.#state.set({ status: 'loading' });
    this.#matrixId = address.matrixId;
    const show = (shape: MatrixShape, first: TimedMatrixWindow | null = null): void => {
      if (signal.aborted) return;
      if (first && showsAll && !this.#window()) this.#window.set({ ...first, query: all, shape });
      this.#state.set(stateOf(shape));
      if (first) void this.#tellDrawn(address.matrixId);
    };
    const answer = await this.#engine.openMatrix(address, signal, show);
    if (!answer || signal.aborted) return;
    if (answer.status === 'ok') show(answer.value);
    else this.#state.set(answer);
  }

  close(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#wanted = null;
    this.#isOpen = false;
  }

  /** One request is under way at a time; of those that come meanwhile only the last is asked. */
  async show(query: MatrixQuery, range: MatrixRange): Promise<void> {
    this.#wanted = { query, range };
    if (this.#isAsking) return;
    this.#isAsking = true;
    for (let next = this.#take(); next; next = this.#take()) await this.#ask(next);
    this.#isAsking = false;
  }

  async #tellDrawn(matrixId: string): Promise<void> {
    await nextPaint();
    await this.#turns.drawn();
    this.#engine.drawn(matrixId);
  }

  #take(): Wanted | null {
    const next = this.#wanted;
    this.#wanted = null;
    return next;
  }

  async #ask({ query, range }: Wanted): Promise<void> {
    const matrixId = this.#matrixId ?? '';
    const { signal } = this.#abort;
    const state = this.#state();
    if (state.status !== 'ready') return;
    const { shape } = state;
    const known = this.#window();
    if (known?.shape === shape && isSameQuery(known.query, query) && covers(known, range)) return;
    const answer = await this.#engine.matrixWindow(matrixId, query, range);
    if (signal.aborted || this.#matrixId !== matrixId) return;
    if (answer.status === 'ok') this.#window.set({ ...answer.value, query, shape });
    // Whoever wants something else by now has no use for this failure.
    else if (!this.#wanted) this.#state.set(answer);
  }
}

const all: MatrixQuery = { filter: null, sort: null };

export const isSameQuery = (left: MatrixQuery, right: MatrixQuery): boolean =>
  JSON.stringify(left) === JSON.stringify(right);

function covers({ from, rows, matched, firstStage }: MatrixWindow, range: MatrixRange): boolean {
  const [first] = rows;
  const isDeep = range.from >= from && Math.min(range.from + range.count, matched) <= from + rows.length;
  const isWide =
    range.firstStage >= firstStage &&
    (!first || range.firstStage + range.stageCount <= firstStage + first.cells.length);
  return isDeep && isWide;
}

/** When nothing at all could be read, the failure is all there is to show. */
function stateOf(shape: MatrixShape): MatrixState {
  const [first] = shape.failures;
  const isLost = first && shape.records === 0 && shape.failures.length === shape.observations;
  return isLost ? { status: 'failed', failure: first.failure } : { status: 'ready', shape };
}
