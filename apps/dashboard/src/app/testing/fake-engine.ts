import { recordsInText } from '@flow-trail/decisions';

import type { Failure } from '../api/failure';
import { matrixSource } from '../records/engine/export/matrix-source';
import { recordSource } from '../records/engine/export/record-source';
import { writeExport } from '../records/engine/export/write-export';
import { Matrix } from '../records/engine/matrix/matrix';
import type { EngineMessage, EngineRequest } from '../records/engine/messages';
import { parseExactJson } from '../records/engine/exact-json';
import { OpenedObservation } from '../records/engine/opened-observation';
import type { EnginePort } from '../records/engine-worker';

type Opening = Extract<EngineRequest, { type: 'open' }>;
type Export = Extract<EngineRequest, { type: 'export' }>;
type MatrixOpening = Extract<EngineRequest, { type: 'openMatrix' }>;

const notOpen: Failure = { title: 'Not open', detail: '', retryable: true, requestId: null, status: null };

/** The engine without a worker: it holds the text of observations (one for all, or by id) and answers from it, when it is let. */
export class FakeEngine implements EnginePort {
  readonly requests: EngineRequest[] = [];
  #listener: (message: EngineMessage) => void = () => undefined;
  #crash: (reason: string) => void = () => undefined;
  #opened: OpenedObservation | null = null;

  #matrix: Matrix | null = null;
  #matrixFailure: Failure | null = null;

  constructor(private readonly texts: string | Record<string, string> = '[]') {}

  receive(listener: (message: EngineMessage) => void, onCrash: (reason: string) => void): void {
    this.#listener = listener;
    this.#crash = onCrash;
  }

  send(request: EngineRequest): void {
    this.requests.push(request);
    const message = this.#answer(request);
    if (message) queueMicrotask(() => this.#listener(message));
  }

  say(message: EngineMessage): void {
    this.#listener(message);
  }

  crash(reason: string): void {
    this.#crash(reason);
  }

  failMatrix(failure: Failure): void {
    this.#matrixFailure = failure;
  }

  of<T extends EngineRequest['type']>(type: T): Extract<EngineRequest, { type: T }>[] {
    return this.requests.filter((request): request is Extract<EngineRequest, { type: T }> => request.type === type);
  }

  #answer(request: EngineRequest): EngineMessage | null {
    if (!('id' in request)) return null;
    const { id } = request;
    switch (request.type) {
      case 'open':
        return { type: 'opened', id, data: this.#open(request) };
      case 'window': {
        const window = this.#opened?.records?.window(request.query, request.from, request.count, request.columns);
        return window ? { type: 'window', id, window, tookMs: 1 } : null;
      }
      case 'lines': {
        const lines = this.#opened?.lines(request.root).window(request.toggled, request.from, request.count);
        return lines ? { type: 'lines', id, lines } : null;
      }
      case 'find': {
        const found = this.#opened?.lines(request.root).find(request.text, request.at, request.toggled);
        return found ? { type: 'found', id, found } : null;
      }
      case 'text':
        return { type: 'text', id, text: this.#opened?.text(request.root, request.path) ?? '' };
      case 'distribution': {
        const distribution = this.#opened?.records?.distribution(request.query, request.path) ?? null;
        return { type: 'distribution', id, distribution };
      }
      case 'openMatrix':
        if (this.#matrixFailure) return { type: 'failed', id, failure: this.#matrixFailure };
        return { type: 'matrixOpened', id, shape: this.#openMatrix(request).shape() };
      case 'matrixWindow': {
        const window = this.#matrix?.window(request.query, request.range);
        return window ? { type: 'matrixWindow', id, window, tookMs: 1 } : { type: 'failed', id, failure: notOpen };
      }
      case 'export':
        void this.#export(request);
        return null;
      case 'forget':
        return { type: 'forgotten', id };
      case 'cancel':
        return null;
    }
  }

  async #export({ id, target, format }: Export): Promise<void> {
    const records = this.#opened?.records;
    const source =
      'matrixId' in target
        ? this.#matrix && matrixSource(this.#matrix, target.query)
        : records && recordSource(records, target.query, target.columns);
    if (!source) return;
    const { signal } = new AbortController();
    const onProgress = (): void => undefined;
    const exported = await writeExport(source, format, { signal, onProgress, breathe: async () => undefined });
    if (exported) this.#listener({ type: 'exported', id, exported });
  }

  #open({ address: { observationId }, declared }: Opening): Extract<EngineMessage, { type: 'opened' }>['data'] {
    const text = this.#textOf(observationId);
    this.#opened = new OpenedObservation(parseExactJson(text), text.length, declared);
    return { observationId, origin: 'server', storedBytes: text.length, table: this.#opened.table };
  }

  #openMatrix({ address }: MatrixOpening): Matrix {
    this.#matrix = new Matrix(address.parts, address.steps);
    for (const decisions of this.#matrix.parts) {
      const { observationId, declaration } = decisions.part;
      const { records, envelope } = recordsInText(this.#textOf(observationId), declaration.records);
      for (const record of records) decisions.add(record);
      decisions.end(envelope);
    }
    this.#matrix.complete();
    return this.#matrix;
  }

  #textOf(observationId: string): string {
    return typeof this.texts === 'string' ? this.texts : (this.texts[observationId] ?? '[]');
  }
}
