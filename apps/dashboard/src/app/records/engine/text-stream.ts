import { release } from './release';
import { Turns } from './turns';

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Bytes that are inflated at a time: what comes out of all at once would be held at once. The first are a screen of records. */
const FIRST_SLICE = 2048;
const SLICE = 16_384;

/**
 * The text of a gzip member, or of bytes that something on the way has inflated already, piece by piece as they come; those that come
 * before `start` wait.
 */
export class TextStream {
  readonly #bytes = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>();
  readonly #writer = this.#bytes.writable.getWriter();
  readonly #turn = Promise.withResolvers<undefined>();
  #reading: Promise<void> | null = null;

  /** @param rest Waited for between two pieces. */
  constructor(
    private readonly onText: (text: string) => void,
    private readonly rest: () => Promise<void> | null = () => null,
  ) {}

  start(): void {
    this.#turn.resolve(undefined);
  }

  /** The first bytes tell whether they are compressed. */
  push(bytes: Uint8Array<ArrayBuffer>): void {
    const isFirst = this.#reading === null;
    this.#reading ??= this.#read(isGzip(bytes));
    // A failure reaches whoever waits for the end.
    this.#reading.catch(() => undefined);
    if (isFirst) this.#write(bytes.subarray(0, FIRST_SLICE));
    for (let at = isFirst ? FIRST_SLICE : 0; at < bytes.length; at += SLICE)
      this.#write(bytes.subarray(at, at + SLICE));
  }

  /** Rejects with what the bytes or `onText` failed with. */
  async end(): Promise<void> {
    this.#writer.close().catch(() => undefined);
    await this.#reading;
  }

  #write(bytes: Uint8Array<ArrayBuffer>): void {
    this.#writer.write(bytes).catch(() => undefined);
  }

  async #read(isCompressed: boolean): Promise<void> {
    await this.#turn.promise;
    const { readable } = this.#bytes;
    const bytes = isCompressed ? readable.pipeThrough(new DecompressionStream('gzip')) : readable;
    const reader = bytes.getReader();
    const decoder = new TextDecoder();
    const turns = new Turns();
    try {
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        const text = decoder.decode(part.value, { stream: true });
        if (isCompressed) release(part.value);
        this.onText(text);
        // Whoever looks at what is there already is answered between two pieces.
        await turns.next();
        await this.rest();
      }
      this.onText(decoder.decode());
    } finally {
      turns.end();
    }
  }
}
