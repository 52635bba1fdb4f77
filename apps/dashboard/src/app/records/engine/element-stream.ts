import { ArrayElements, type ParseJson } from './array-elements';
import { TextStream } from './text-stream';

/** Hands out the elements of a JSON array while its bytes come: nothing holds all of its text. Of what is no array it keeps the text. */
export class ElementStream<T> {
  readonly #stream: TextStream;
  readonly #elements: ArrayElements<T>;
  #whole: string | null = null;
  #size = 0;

  /**
   * @param isWrapped Whether the array stands inside of something: then the text is kept, too.
   * @param rest Waited for between two pieces.
   */
  constructor(
    private readonly onElements: (elements: T[]) => void,
    parse: ParseJson,
    private readonly isWrapped: boolean,
    rest?: () => Promise<void> | null,
  ) {
    this.#stream = new TextStream((text) => this.#take(text), rest);
    this.#elements = new ArrayElements(parse);
  }

  /** Characters so far. */
  get size(): number {
    return this.#size;
  }

  start(): void {
    this.#stream.start();
  }

  push(bytes: Uint8Array<ArrayBuffer>): void {
    this.#stream.push(bytes);
  }

  /** The text of what is no array; null when all elements were handed out. Rejects with what is wrong with the bytes. */
  async end(): Promise<string | null> {
    await this.#stream.end();
    if (this.#whole === null) this.onElements(this.#elements.end());
    return this.#whole;
  }

  #take(text: string): void {
    // Whitespace before the array would be read as a whole, too.
    if (this.#size === 0 && (this.isWrapped || !text.startsWith('['))) this.#whole = '';
    this.#size += text.length;
    if (this.#whole === null) this.onElements(this.#elements.push(text));
    else this.#whole += text;
  }
}
