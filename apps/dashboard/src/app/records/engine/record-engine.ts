import { type Failure, unreadable } from '../../api/failure';
import type { DataLoader } from './data-loader';
import type { ExportSource } from './export/export-source';
import { matrixSource } from './export/matrix-source';
import { recordSource } from './export/record-source';
import { writeExport } from './export/write-export';
import { MatrixEngine } from './matrix/matrix-engine';
import type { EngineMessage, EngineRequest } from './messages';
import { ObservationReader } from './observation-reader';
import type { OpenedObservation } from './opened-observation';
import { OpenedObservations } from './opened-observations';

type Open = Extract<EngineRequest, { type: 'open' }>;
type Export = Extract<EngineRequest, { type: 'export' }>;
type Reading = Extract<EngineRequest, { type: 'window' | 'lines' | 'find' | 'text' | 'distribution' }>;

/** Loads the observations that are looked at, and answers windows on them; the flow's matrix beside them. */
export class RecordEngine {
  readonly #loading = new Map<number, AbortController>();
  readonly #opened = new OpenedObservations();
  readonly #matrix: MatrixEngine;

  constructor(
    private readonly loader: DataLoader,
    private readonly post: (message: EngineMessage) => void,
    private readonly now: () => number,
  ) {
    this.#matrix = new MatrixEngine(loader, post, now);
  }

  async handle(request: EngineRequest): Promise<void> {
    switch (request.type) {
      case 'open':
        return this.#open(request);
      case 'readAhead':
        return this.#matrix.readAhead(request);
      case 'openMatrix':
        return this.#matrix.open(request);
      case 'drawn':
        return this.#matrix.drawn(request);
      case 'matrixWindow':
        return this.post(this.#matrix.window(request));
      case 'export':
        return this.#export(request);
      case 'cancel':
        this.#matrix.cancel(request.id);
        return this.#loading.get(request.id)?.abort();
      case 'forget':
        await this.loader.forget(request.flowId);
        return this.post({ type: 'forgotten', id: request.id });
      case 'window':
      case 'lines':
      case 'find':
      case 'text':
      case 'distribution':
        return this.post(this.#read(request));
    }
  }

  async #open(request: Open): Promise<void> {
    const abort = new AbortController();
    this.#loading.set(request.id, abort);
    try {
      const message = await this.#load(request, abort.signal);
      if (abort.signal.aborted) return;
      this.post(message);
      await this.#prepare(request.address.observationId, abort.signal);
    } finally {
      this.#loading.delete(request.id);
    }
  }

  async #export({ id, target, format }: Export): Promise<void> {
    const abort = new AbortController();
    this.#loading.set(id, abort);
    const onProgress = (rows: number, of: number): void => this.post({ type: 'exporting', id, rows, of });
    const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
    try {
      const source = this.#sourceOf(target);
      if (!source) return this.post({ type: 'failed', id, failure: elsewhere });
      const exported = await writeExport(source, format, { signal: abort.signal, onProgress, breathe });
      if (exported) this.post({ type: 'exported', id, exported });
    } finally {
      this.#loading.delete(id);
    }
  }

  #sourceOf(target: Export['target']): ExportSource | null {
    if ('matrixId' in target) {
      const matrix = this.#matrix.find(target.matrixId);
      return matrix && matrixSource(matrix, target.query);
    }
    const records = this.#opened.find(target.observationId)?.records;
    return records ? recordSource(records, target.query, target.columns) : null;
  }

  /** Between two columns, whatever was asked meanwhile is answered. */
  async #prepare(observationId: string, signal: AbortSignal): Promise<void> {
    const records = this.#opened.find(observationId)?.records;
    for (const step of records?.prepare() ?? []) {
      await new Promise((resolve) => setTimeout(resolve, step));
      if (signal.aborted || this.#opened.find(observationId)?.records !== records) return;
    }
  }

  async #load({ id, address, declared, apiKey }: Open, signal: AbortSignal): Promise<EngineMessage> {
    const onProgress = (received: number, of: number | null): void => this.post({ type: 'progress', id, received, of });
    const reader = new ObservationReader(declared, signal);
    const onBytes = (bytes: Uint8Array<ArrayBuffer>): void => reader.push(bytes);
    const loaded = await this.loader.load(address, { signal, onProgress, onBytes, apiKey });
    if (loaded.status === 'failed') return { type: 'failed', id, failure: loaded.failure };
    const { storedBytes, origin } = loaded.value;
    const { observationId } = address;
    try {
      const data = await reader.end();
      this.#opened.keep(observationId, data);
      return { type: 'opened', id, data: { observationId, origin, storedBytes, table: data.table } };
    } catch (cause) {
      return { type: 'failed', id, failure: unreadable(cause) };
    }
  }

  #read(request: Reading): EngineMessage {
    const { id } = request;
    const data = this.#opened.find(request.observationId);
    if (!data) return { type: 'failed', id, failure: elsewhere };
    switch (request.type) {
      case 'window':
        return this.#window(request, data);
      case 'lines':
        return {
          type: 'lines',
          id,
          lines: data.lines(request.root).window(request.toggled, request.from, request.count),
        };
      case 'find':
        return { type: 'found', id, found: data.lines(request.root).find(request.text, request.at, request.toggled) };
      case 'text':
        return { type: 'text', id, text: data.text(request.root, request.path) };
      case 'distribution':
        return {
          type: 'distribution',
          id,
          distribution: data.records?.distribution(request.query, request.path) ?? null,
        };
    }
  }

  #window(
    { id, query, from, count, columns }: Extract<Reading, { type: 'window' }>,
    data: OpenedObservation,
  ): EngineMessage {
    const start = this.now();
    const window = data.records?.window(query, from, count, columns) ?? { matched: 0, total: 0, from, rows: [] };
    return { type: 'window', id, window, tookMs: this.now() - start };
  }
}

const elsewhere: Failure = {
  title: 'Other observations are open',
  detail: 'This one was left before its answer came; it opens again when it is chosen.',
  retryable: true,
  requestId: null,
  status: null,
};
