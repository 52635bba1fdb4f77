import { isUtf8 } from 'node:buffer';
import type { ScanFailure, SliceLimits } from './slice-scanner.js';
import { endOfCharacters, firstBadByte, lineFeed, lineFeedsIn, unitsOf } from './slice-place.js';

const none = Buffer.alloc(0);
const byteOrderMark = Buffer.from('\uFEFF');

export type SliceFailureCode = 'invalid-utf8' | ScanFailure['code'];

/** `detail` is a sentence for a person that names place and limit, never content. */
export interface SliceFailure {
  ok: false;
  code: SliceFailureCode;
  detail: string;
}

/** What is refused, and where. */
interface Refusal extends ScanFailure {
  place: string;
  /** The bytes of its line end there. */
  endsLine: boolean;
}

/** What is known of a body whose chunks have gone by: whether it is UTF-8, where its lines are, and why it is refused. */
export class SlicedBody {
  readonly #limits: SliceLimits;
  readonly #isLines: boolean;
  #refusal: Refusal | undefined;
  #badByte: number | undefined;
  /** First bytes of a character that goes on in the next chunk. */
  #cut: Buffer = none;
  #head: Buffer = none;
  #length = 0;
  #lineFeeds = 0;
  /** UTF-16 units since the last line feed. */
  #units = 0;

  constructor(limits: SliceLimits, isLines: boolean) {
    this.#limits = limits;
    this.#isLines = isLines;
  }

  /** Offset of the chunk that comes next. */
  get length(): number {
    return this.#length;
  }

  /** Whether there is any use in scanning on. */
  get isSound(): boolean {
    return this.#refusal === undefined && this.#badByte === undefined;
  }

  /** Comes before the chunk is scanned, `pass` after it. */
  check(chunk: Buffer, isLast: boolean): void {
    if (this.#length < byteOrderMark.length)
      this.#head = Buffer.concat([this.#head, chunk.subarray(0, byteOrderMark.length)]);
    if (this.#badByte !== undefined) return;
    const cut = this.#cut.length;
    const bytes = cut > 0 ? Buffer.concat([this.#cut, chunk]) : chunk;
    const end = isLast ? bytes.length : endOfCharacters(bytes);
    const whole = bytes.subarray(0, end);
    if (!isUtf8(whole)) this.#badByte = this.#length - cut + firstBadByte(whole);
    this.#cut = end < bytes.length ? Buffer.from(bytes.subarray(end)) : none;
  }

  /** @param lineEnd Where the scanned text ends in the body, when it is one line of it. */
  refuse(failure: ScanFailure, chunk: Buffer, lineEnd?: number): void {
    this.#refusal = { ...failure, place: this.#placeOf(failure.at, chunk), endsLine: failure.at === lineEnd };
  }

  pass(chunk: Buffer, isLast: boolean): void {
    this.#length += chunk.length;
    if (isLast || !this.isSound) return;
    this.#lineFeeds += lineFeedsIn(chunk);
    const lineStart = chunk.lastIndexOf(lineFeed) + 1;
    this.#units = (lineStart > 0 ? 0 : this.#units) + unitsOf(chunk.subarray(lineStart));
  }

  /** When all chunks have passed. */
  failure(): SliceFailure | undefined {
    if (this.#badByte !== undefined) {
      return { ok: false, code: 'invalid-utf8', detail: `The body is not UTF-8 at byte offset ${this.#badByte}.` };
    }
    return this.#refusal && { ok: false, code: this.#refusal.code, detail: this.#explain(this.#refusal) };
  }

  /** For a person: lines and columns count from 1, columns in UTF-16 units as editors do. */
  #placeOf(at: number, chunk: Buffer): string {
    const before = chunk.subarray(0, at - this.#length);
    const lineStart = before.lastIndexOf(lineFeed) + 1;
    const column = (lineStart > 0 ? 0 : this.#units) + unitsOf(before.subarray(lineStart)) + 1;
    return `line ${this.#lineFeeds + lineFeedsIn(before) + 1}, column ${column} (byte offset ${at})`;
  }

  #explain({ code, place, at, endsLine }: Refusal): string {
    switch (code) {
      case 'json-too-deep':
        return `The body nests arrays and objects more than ${this.#limits.depth} deep, at ${place}.`;
      case 'json-too-complex':
        return `The body holds more than ${this.#limits.nodes} values and keys; the one too many is at ${place}.`;
      case 'invalid-json':
        if (this.#length === 0) return 'The body is empty; it must be JSON.';
        if (this.#head.indexOf(byteOrderMark) === 0)
          return 'The body begins with a byte order mark; send JSON without it.';
        if (endsLine) return `The line ends before its JSON does, at ${place}.`;
        if (at === this.#length) return `The body ends before its JSON does, at ${place}.`;
        return `The body is not ${this.#isLines ? 'a JSON object a line' : 'JSON'}: what stands at ${place} does not fit there.`;
    }
  }
}
