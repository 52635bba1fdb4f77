import { StringDecoder } from 'node:string_decoder';
import { Scanner, type DataSlice, type ScanFailure, type SliceLimits, type Way } from './slice-scanner.js';
import { ascii } from './slice-tokens.js';

const none = Buffer.alloc(0);
/** No key on a way is so long, even if each of its letters is written as an escape. */
const keyBytes = 128;
/** Most tokens end within so many bytes. */
const tokenBytes = 128;

/** One JSON text that comes in chunks, of which only the envelope is kept. */
export class TextSlices {
  readonly #scanner: Scanner;
  readonly #decoder = new StringDecoder('utf8');
  /** Stands for the token that the last chunk ended in. */
  #cut: Buffer = none;
  /** Up to here, the text is in the envelope. */
  #at: number;
  #envelope = '';
  #indexed = 0;

  /** @param start Offset of the text in its body. */
  constructor(limits: SliceLimits, way: Way, start = 0) {
    this.#scanner = new Scanner(limits, way);
    this.#at = start;
  }

  get data(): DataSlice[] {
    return this.#scanner.data;
  }

  get nodes(): number {
    return this.#scanner.nodes;
  }

  /** The text with an index in the place of each data value. */
  get envelope(): string {
    return this.#envelope;
  }

  /**
   * Keeps nothing of the chunk's memory.
   *
   * @param base Offset of the chunk in the body.
   */
  add(chunk: Buffer, base: number, isLast: boolean): ScanFailure | undefined {
    let at = 0;
    // Behind the beginning of a token comes what it likely ends in, not a copy of the whole chunk.
    let reach = tokenBytes;
    do {
      const cut = this.#cut;
      const piece = cut.length > 0 ? chunk.subarray(at, at + reach) : chunk.subarray(at);
      const bytes = cut.length > 0 ? Buffer.concat([cut, piece]) : piece;
      const end = at + piece.length;
      const done = this.#scanner.walk(bytes, base + at - cut.length, isLast && end === chunk.length);
      if (typeof done !== 'number') return done;
      const goesOn = done >= cut.length && end < chunk.length;
      this.#cut = goesOn ? none : standIn(bytes.subarray(done));
      at = goesOn ? at + done - cut.length : end;
      reach *= 2;
    } while (at < chunk.length);
    this.#keepEnvelope(chunk, base);
    return undefined;
  }

  #keepEnvelope(chunk: Buffer, base: number): void {
    const { data, openSince } = this.#scanner;
    for (; this.#indexed < data.length; this.#indexed++) {
      const { start, end } = data[this.#indexed] as DataSlice;
      this.#keep(chunk, base, start);
      this.#envelope += this.#indexed;
      this.#at = end;
    }
    this.#keep(chunk, base, openSince ?? base + chunk.length);
  }

  #keep(chunk: Buffer, base: number, end: number): void {
    if (end <= this.#at) return;
    this.#envelope += this.#decoder.write(chunk.subarray(this.#at - base, end - base));
    this.#at = end;
  }
}

/** The beginning of a token, as short as it can be for whatever follows to mean the same; a key on the way is kept as it is. */
function standIn(token: Buffer): Buffer {
  if (token.length <= keyBytes) return Buffer.from(token);
  if (token[0] === ascii.quote) {
    return Buffer.concat([token.subarray(0, 1), Buffer.alloc(keyBytes, 'x'), openEscape(token)]);
  }
  // What may follow a run of digits may follow the first of them.
  return Buffer.from(token.toString('latin1').replace(/(\d)\d+/g, '$1'), 'latin1');
}

/** The escape at the end of an unfinished string, if there may be one. */
function openEscape(token: Buffer): Buffer {
  const last = token.lastIndexOf(ascii.backslash);
  let first = last;
  while (token[first - 1] === ascii.backslash) first--;
  const isEscape = last >= 0 && (last - first) % 2 === 0;
  return isEscape && token.length - last < '\\uXXXX'.length ? token.subarray(last) : none;
}
