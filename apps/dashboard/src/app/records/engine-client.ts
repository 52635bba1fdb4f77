import { inject, Injectable } from '@angular/core';

import { ApiKey } from '../api/api-key';
import { type Answer, failed, type Failure } from '../api/failure';
import type { Declared } from './engine/column';
import type { JsonLineWindow } from './engine/json-lines';
import type { DataAddress, EngineMessage, EngineRequest, OpenedData, TreeRoot } from './engine/messages';
import type { RecordQuery, RecordWindow } from './engine/record-set';
import { ENGINE_PORT } from './record-worker';

type Progress = (received: number, of: number | null) => void;
type Unsent<T extends EngineRequest = EngineRequest> = T extends EngineRequest ? Omit<T, 'id'> : never;

interface Pending {
  settle: (message: EngineMessage) => void;
  onProgress?: Progress | undefined;
}

export interface TimedWindow extends RecordWindow {
  /** How long the worker took. */
  tookMs: number;
}

/** Speaks to the record engine in its worker; every answer is a value. */
@Injectable({ providedIn: 'root' })
export class EngineClient {
  readonly #port = inject(ENGINE_PORT);
  readonly #apiKey = inject(ApiKey);
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;

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
    const { id, message } = this.#ask({ type: 'open', address, declared, apiKey: this.#apiKey.value() }, onProgress);
    const aborted = new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(this.#cancel(id))));
    return Promise.race([aborted, message.then((answer) => valueOf(answer, 'opened', ({ data }) => data))]);
  }

  async window(observationId: string, query: RecordQuery, from: number, count: number): Promise<Answer<TimedWindow>> {
    const message = await this.#ask({ type: 'window', observationId, query, from, count }).message;
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

  async text(observationId: string, root: TreeRoot, path: string | null): Promise<Answer<string>> {
    const message = await this.#ask({ type: 'text', observationId, root, path }).message;
    return valueOf(message, 'text', ({ text }) => text);
  }

  /** Drops the cached bytes of a flow that is gone. */
  async forget(flowId: string): Promise<void> {
    await this.#ask({ type: 'forget', flowId }).message;
  }

  #ask(request: Unsent, onProgress?: Progress): { id: number; message: Promise<EngineMessage> } {
    const id = ++this.#lastId;
    const message = new Promise<EngineMessage>((settle) => this.#pending.set(id, { settle, onProgress }));
    this.#port.send({ ...request, id });
    return { id, message };
  }

  #cancel(id: number): null {
    if (this.#pending.delete(id)) this.#port.send({ type: 'cancel', id });
    return null;
  }

  #receive(message: EngineMessage): void {
    const pending = this.#pending.get(message.id);
    if (message.type === 'progress') return pending?.onProgress?.(message.received, message.of);
    this.#pending.delete(message.id);
    pending?.settle(message);
  }

  #crash(reason: string): void {
    const failure = crashed(reason);
    for (const [id, { settle }] of this.#pending) settle({ type: 'failed', id, failure });
    this.#pending.clear();
  }
}

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
