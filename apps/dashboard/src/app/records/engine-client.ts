import { inject, Injectable } from '@angular/core';

import { ApiKey } from '../api/api-key';
import { type Answer, failed, type Failure } from '../api/failure';
import type { Declared } from './engine/column';
import type { Distribution } from './engine/distribution';
import type { Exported, ExportFormat, ExportTarget } from './engine/export/export-source';
import type { FoundLine, JsonLineWindow } from './engine/json-lines';
import type { MatrixQuery, MatrixRange, MatrixShape, MatrixWindow } from './engine/matrix/matrix';
import type { MatrixAddress } from './engine/matrix/matrix-reader';
import type { DataAddress, EngineMessage, EngineRequest, OpenedData, TreeRoot } from './engine/messages';
import type { RecordQuery, RecordWindow } from './engine/record-set';
import { ENGINE_PORT } from './engine-port';

type Progress = (received: number, of: number | null) => void;
type Early = Extract<EngineMessage, { type: 'progress' | 'matrixGrew' | 'exporting' }>;
type Unsent<T extends EngineRequest = EngineRequest> = T extends { id: number } ? Omit<T, 'id'> : never;

interface Pending {
  settle: (message: EngineMessage) => void;
  /** What comes before the answer. */
  onEarly?: ((message: Early) => void) | undefined;
}

interface Asked {
  id: number;
  message: Promise<EngineMessage>;
}

interface Timed {
  /** How long the worker took. */
  tookMs: number;
}
export type TimedWindow = RecordWindow & Timed;
export type TimedMatrixWindow = MatrixWindow & Timed;

/** Speaks to the record engine in its worker; every answer is a value. */
@Injectable({ providedIn: 'root' })
export class EngineClient {
  readonly #port = inject(ENGINE_PORT);
  readonly #apiKey = inject(ApiKey);
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #failure: Failure | null = null;

  constructor() {
    this.#port.receive(
      (message) => this.#receive(message),
      (reason) => this.#crash(reason),
    );
  }

  /** Resolves with null when the signal fires first. */
  open(
    address: DataAddress,
    declared: Declared,
    signal: AbortSignal,
    onProgress: Progress,
  ): Promise<Answer<OpenedData> | null> {
    const request = { type: 'open', address, declared, apiKey: this.#apiKey.value() } as const;
    const asked = this.#ask(request, (early) => {
      if (early.type === 'progress') onProgress(early.received, early.of);
    });
    return this.#unless(signal, asked, (message) => valueOf(message, 'opened', ({ data }) => data));
  }

  /**
   * Reads the decisions of a flow; `onGrowth` is called while they come, first with the first rows of all. Resolves with null when the
   * signal fires first.
   */
  openMatrix(
    address: MatrixAddress,
    signal: AbortSignal,
    onGrowth: (shape: MatrixShape, first: TimedMatrixWindow | null) => void,
  ): Promise<Answer<MatrixShape> | null> {
    const asked = this.#ask({ type: 'openMatrix', address, apiKey: this.#apiKey.value() }, (early) => {
      if (early.type !== 'matrixGrew') return;
      onGrowth(early.shape, early.first && { ...early.first.window, tookMs: early.first.tookMs });
    });
    return this.#unless(signal, asked, (message) => valueOf(message, 'matrixOpened', ({ shape }) => shape));
  }

  /** Lets the worker read on, which leaves the cores to the page while that draws the first rows. */
  drawn(matrixId: string): void {
    this.#port.send({ type: 'drawn', matrixId });
  }

  async matrixWindow(matrixId: string, query: MatrixQuery, range: MatrixRange): Promise<Answer<TimedMatrixWindow>> {
    const message = await this.#ask({ type: 'matrixWindow', matrixId, query, range }).message;
    return valueOf(message, 'matrixWindow', ({ window, tookMs }) => ({ ...window, tookMs }));
  }

  /** Cells of these columns, in this order; of all without. */
  async window(
    observationId: string,
    query: RecordQuery,
    from: number,
    count: number,
    columns?: string[],
  ): Promise<Answer<TimedWindow>> {
    const wanted = columns && { columns };
    const message = await this.#ask({ type: 'window', observationId, query, from, count, ...wanted }).message;
    return valueOf(message, 'window', ({ window, tookMs }) => ({ ...window, tookMs }));
  }

  async lines(
    observationId: string,
    root: TreeRoot,
    toggled: string[],
    from: number,
    count: number,
  ): Promise<Answer<JsonLineWindow>> {
    const message = await this.#ask({ type: 'lines', observationId, root, toggled, from, count }).message;
    return valueOf(message, 'lines', ({ lines }) => lines);
  }

  /** The match at a place, counted round, and what must be toggled for it to be seen. */
  async find(
    observationId: string,
    root: TreeRoot,
    text: string,
    at: number,
    toggled: string[],
  ): Promise<Answer<FoundLine>> {
    const message = await this.#ask({ type: 'find', observationId, root, text, at, toggled }).message;
    return valueOf(message, 'found', ({ found }) => found);
  }

  async text(observationId: string, root: TreeRoot, path: string | null): Promise<Answer<string>> {
    const message = await this.#ask({ type: 'text', observationId, root, path }).message;
    return valueOf(message, 'text', ({ text }) => text);
  }

  /** How the values of one path are spread over the records that match; null when there are no records. */
  async distribution(observationId: string, query: RecordQuery, path: string): Promise<Answer<Distribution | null>> {
    const message = await this.#ask({ type: 'distribution', observationId, query, path }).message;
    return valueOf(message, 'distribution', ({ distribution }) => distribution);
  }

  /** Writes what a query shows as a file; resolves with null when the signal fires first. */
  export(
    target: ExportTarget,
    format: ExportFormat,
    signal: AbortSignal,
    onProgress: (rows: number, of: number) => void,
  ): Promise<Answer<Exported> | null> {
    const asked = this.#ask({ type: 'export', target, format }, (early) => {
      if (early.type === 'exporting') onProgress(early.rows, early.of);
    });
    return this.#unless(signal, asked, (message) => valueOf(message, 'exported', ({ exported }) => exported));
  }

  /** Drops the cached bytes of a flow that is gone. */
  async forget(flowId: string): Promise<void> {
    await this.#ask({ type: 'forget', flowId }).message;
  }

  #ask(request: Unsent, onEarly?: (message: Early) => void): Asked {
    const id = ++this.#lastId;
    if (this.#failure) return { id, message: Promise.resolve({ type: 'failed', id, failure: this.#failure }) };
    const message = new Promise<EngineMessage>((settle) => this.#pending.set(id, { settle, onEarly }));
    this.#port.send({ ...request, id });
    return { id, message };
  }

  #unless<T>(signal: AbortSignal, { id, message }: Asked, pick: (message: EngineMessage) => T): Promise<T | null> {
    const aborted = new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(this.#cancel(id))));
    return Promise.race([aborted, message.then(pick)]);
  }

  #cancel(id: number): null {
    if (this.#pending.delete(id)) this.#port.send({ type: 'cancel', id });
    return null;
  }

  #receive(message: EngineMessage): void {
    const pending = this.#pending.get(message.id);
    if (isEarly(message)) return pending?.onEarly?.(message);
    this.#pending.delete(message.id);
    pending?.settle(message);
  }

  #crash(reason: string): void {
    const failure = (this.#failure = crashed(reason));
    for (const [id, { settle }] of this.#pending) settle({ type: 'failed', id, failure });
    this.#pending.clear();
  }
}

const isEarly = (message: EngineMessage): message is Early =>
  message.type === 'progress' || message.type === 'matrixGrew' || message.type === 'exporting';

function valueOf<T extends EngineMessage['type'], V>(
  message: EngineMessage,
  type: T,
  pick: (message: Extract<EngineMessage, { type: T }>) => V,
): Answer<V> {
  if (message.type === 'failed') return failed(message.failure);
  if (message.type !== type) return failed(crashed(`it answered ${message.type} for ${type}`));
  return { status: 'ok', value: pick(message as Extract<EngineMessage, { type: T }>) };
}

const crashed = (reason: string): Failure => ({
  title: 'The record engine stopped',
  detail: `${reason || 'The worker failed to start.'} Reload the page to start it again.`,
  retryable: false,
  requestId: null,
  status: null,
});
