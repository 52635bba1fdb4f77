import type { EngineMessage, EngineRequest } from '../records/engine/messages';
import { OpenedObservation } from '../records/engine/opened-observation';
import type { EnginePort } from '../records/record-worker';

type Opening = Extract<EngineRequest, { type: 'open' }>;

/** The engine without a worker: it holds one observation's text and answers from it, when it is let. */
export class FakeEngine implements EnginePort {
  readonly requests: EngineRequest[] = [];
  #listener: (message: EngineMessage) => void = () => undefined;
  #crash: (reason: string) => void = () => undefined;
  #opened: OpenedObservation | null = null;

  constructor(private readonly text = '[]') {}

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

  of<T extends EngineRequest['type']>(type: T): Extract<EngineRequest, { type: T }>[] {
    return this.requests.filter((request): request is Extract<EngineRequest, { type: T }> => request.type === type);
  }

  #answer(request: EngineRequest): EngineMessage | null {
    const { id } = request;
    switch (request.type) {
      case 'open':
        return { type: 'opened', id, data: this.#open(request) };
      case 'window': {
        const window = this.#opened?.records?.window(request.query, request.from, request.count);
        return window ? { type: 'window', id, window, tookMs: 1 } : null;
      }
      case 'lines': {
        const lines = this.#opened?.lines(request.root).window(request.toggled, request.from, request.count);
        return lines ? { type: 'lines', id, lines } : null;
      }
      case 'text':
        return { type: 'text', id, text: this.#opened?.text(request.root, request.path) ?? '' };
      case 'forget':
        return { type: 'forgotten', id };
      case 'cancel':
        return null;
    }
  }

  #open({ address: { observationId }, declared }: Opening): Extract<EngineMessage, { type: 'opened' }>['data'] {
    this.#opened = new OpenedObservation(this.text, declared);
    return { observationId, origin: 'server', storedBytes: this.text.length, table: this.#opened.table };
  }
}
