import type { Declared } from './column';
import { ElementStream } from './element-stream';
import { type JsonValue, parseExactJson } from './exact-json';
import { OpenedObservation } from './opened-observation';

/** Parses the data of one observation while its bytes come. */
export class ObservationReader {
  readonly #elements: JsonValue[] = [];
  readonly #texts = new Map<string, string>();
  readonly #stream = new ElementStream<JsonValue>(
    (elements) => this.#add(elements),
    (text, offset) => parseExactJson(text, offset, this.#texts),
    false,
  );

  constructor(
    private readonly declared: Declared,
    private readonly signal: AbortSignal,
  ) {
    this.#stream.start();
  }

  push(bytes: Uint8Array<ArrayBuffer>): void {
    this.#stream.push(bytes);
  }

  /** Rejects with a SyntaxError for what is not JSON. */
  async end(): Promise<OpenedObservation> {
    const whole = await this.#stream.end();
    const data = whole === null ? this.#elements : parseExactJson(whole);
    return new OpenedObservation(data, this.#stream.size, this.declared);
  }

  #add(elements: readonly JsonValue[]): void {
    this.signal.throwIfAborted();
    for (const element of elements) this.#elements.push(element);
  }
}
