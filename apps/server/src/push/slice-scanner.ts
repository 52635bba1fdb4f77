import { ascii, endOfNumber, endOfString, endOfWhite, endOfWord, words } from './slice-tokens.js';

export interface SliceLimits {
  /** Nesting of arrays and objects, counted from the top of the body. */
  depth: number;
  /** JSON values and keys. */
  nodes: number;
}

/** One data value: the bytes from `start` up to, not including, `end`. */
export interface DataSlice {
  start: number;
  end: number;
  /** Number of elements when the value is an array, else null. */
  records: number | null;
}

/** `at`: offset of the first byte that is refused. */
export interface ScanFailure {
  ok: false;
  code: 'invalid-json' | 'json-too-deep' | 'json-too-complex';
  at: number;
}

/**
 * The way to the values that are cut out, by depth: which key leads there from inside a container that lies on the way, and what must
 * open there.
 */
export type Way = readonly { key?: string; opens?: number }[];

/** @param path Keys from the top of the text, `*` for each element of an array; the last is a key. */
export const wayTo = (...path: string[]): Way =>
  ['*', ...path].map((name, depth) => ({
    key: name === '*' ? undefined : name,
    opens: depth === path.length ? undefined : path[depth] === '*' ? ascii.openBracket : ascii.openBrace,
  }));

type Expected = 'value' | 'element-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end' | 'nothing';

/**
 * Walks UTF-8 once, checks that it is one JSON text within the limits, and finds the values at the end of the way. The text may come in
 * pieces. The private methods that take `at` consume the token there and answer the offset after it, or `~offset` of a refused byte.
 */
export class Scanner {
  readonly data: DataSlice[] = [];
  readonly #limits: SliceLimits;
  readonly #way: Way;
  readonly #dataDepth: number;
  #bytes: Buffer = Buffer.alloc(0);
  /** Offset of these bytes in the text. */
  #base = 0;
  #isLast = true;
  /** The last bytes ended inside a token, and the next begin with it. */
  #isCut = false;
  /** By depth: 1 when the container open there is an object. */
  readonly #isObject: Uint8Array;
  #expected: Expected = 'value';
  #code: ScanFailure['code'] = 'invalid-json';
  #nodes = 0;
  #depth = 0;
  /** How many of the open containers, from the outermost on, lie on the way. */
  #onWay = 0;
  /** Whether the last key inside a container on the way is the one that leads on. */
  #leadsOn = false;
  #open: DataSlice | undefined;

  constructor(limits: SliceLimits, way: Way) {
    this.#limits = limits;
    this.#way = way;
    this.#dataDepth = way.length - 1;
    this.#isObject = new Uint8Array(limits.depth + 1);
  }

  get nodes(): number {
    return this.#nodes;
  }

  /** Where the data value that has begun and not ended yet begins. */
  get openSince(): number | undefined {
    return this.#open?.start;
  }

  /**
   * Answers how many of the bytes it is done with; the rest, a token that goes on after them, has to come again with what follows.
   *
   * @param base Offset of the bytes in the text.
   */
  walk(bytes: Buffer, base: number, isLast: boolean): number | ScanFailure {
    this.#bytes = bytes;
    this.#base = base;
    this.#isLast = isLast;
    let at = 0;
    let end = this.#isCut && bytes.length > 0 ? this.#cutToken() : 0;
    while (end >= 0 && (at = endOfWhite(bytes, end)) < bytes.length) end = this.#token(at, bytes[at] as number);
    this.#isCut = ~end === bytes.length && !isLast;
    if (end < 0 && !this.#isCut) return this.#failure(~end);
    return isLast && this.#expected !== 'nothing' ? this.#failure(at) : at;
  }

  /** The rest of what was counted and noted when it began. */
  #cutToken(): number {
    const isKey = this.#expected === 'key' || this.#expected === 'key-or-end';
    return isKey ? this.#keyEnd(0) : this.#valueEnd(0, this.#bytes[0] as number);
  }

  #failure(at: number): ScanFailure {
    return { ok: false, code: this.#code, at: this.#base + at };
  }

  #token(at: number, byte: number): number {
    switch (this.#expected) {
      case 'value':
        return this.#value(at, byte);
      case 'element-or-end':
        return byte === ascii.closeBracket ? this.#close(at) : this.#value(at, byte);
      case 'key':
        return this.#key(at, byte);
      case 'key-or-end':
        return byte === ascii.closeBrace ? this.#close(at) : this.#key(at, byte);
      case 'colon':
        return byte === ascii.colon ? this.#expect('value', at + 1) : ~at;
      case 'comma-or-end':
        return this.#commaOrEnd(at, byte);
      case 'nothing':
        return ~at;
    }
  }

  #expect(expected: Expected, at: number): number {
    this.#expected = expected;
    return at;
  }

  #refuse(code: ScanFailure['code'], at: number): number {
    this.#code = code;
    return ~at;
  }

  #value(at: number, byte: number): number {
    if (++this.#nodes > this.#limits.nodes) return this.#refuse('json-too-complex', at);
    this.#noteData(at, byte);
    return this.#valueEnd(at, byte);
  }

  #valueEnd(at: number, byte: number): number {
    switch (byte) {
      case ascii.openBrace:
      case ascii.openBracket:
        return this.#openContainer(at, byte);
      case ascii.quote:
        return this.#valueEnded(endOfString(this.#bytes, at + 1));
      case ascii.t:
        return this.#valueEnded(endOfWord(words.true, this.#bytes, at));
      case ascii.f:
        return this.#valueEnded(endOfWord(words.false, this.#bytes, at));
      case ascii.n:
        return this.#valueEnded(endOfWord(words.null, this.#bytes, at));
      default:
        return this.#valueEnded(this.#endOfNumber(at));
    }
  }

  /** A number may go on where the bytes end and the text does not. */
  #endOfNumber(at: number): number {
    const end = endOfNumber(this.#bytes, at);
    return end === this.#bytes.length && !this.#isLast ? ~end : end;
  }

  /** A value begins: a data value itself, or a record of the one that is open? */
  #noteData(at: number, byte: number): void {
    if (this.#depth === this.#dataDepth && this.#onWay === this.#dataDepth && this.#leadsOn) {
      this.#open = { start: this.#base + at, end: at, records: byte === ascii.openBracket ? 0 : null };
    } else if (this.#depth === this.#dataDepth + 1 && this.#open !== undefined && this.#open.records !== null) {
      this.#open.records++;
    }
  }

  #valueEnded(at: number): number {
    if (at < 0) return at;
    if (this.#open !== undefined && this.#depth === this.#dataDepth) {
      this.#open.end = this.#base + at;
      this.data.push(this.#open);
      this.#open = undefined;
    }
    if (this.#depth === 0) return this.#expect('nothing', at);
    // A comma or colon that follows at once, as nearly always, is taken along: half of the turns of the loop.
    return this.#bytes[at] === ascii.comma ? this.#commaOrEnd(at, ascii.comma) : this.#expect('comma-or-end', at);
  }

  #openContainer(at: number, byte: number): number {
    if (this.#depth === this.#limits.depth) return this.#refuse('json-too-deep', at);
    if (this.#onWay === this.#depth && this.#isNextOnWay(byte)) this.#onWay++;
    this.#depth++;
    const isObject = byte === ascii.openBrace;
    this.#isObject[this.#depth] = isObject ? 1 : 0;
    return this.#expect(isObject ? 'key-or-end' : 'element-or-end', at + 1);
  }

  #isNextOnWay(opened: number): boolean {
    const next = this.#way[this.#depth];
    return next?.opens === opened && (next.key === undefined || this.#leadsOn);
  }

  #close(at: number): number {
    if (this.#onWay === this.#depth) this.#onWay--;
    this.#depth--;
    return this.#valueEnded(at + 1);
  }

  #commaOrEnd(at: number, byte: number): number {
    const isObject = this.#isObject[this.#depth] === 1;
    if (byte === ascii.comma) return this.#expect(isObject ? 'key' : 'value', at + 1);
    return byte === (isObject ? ascii.closeBrace : ascii.closeBracket) ? this.#close(at) : ~at;
  }

  #key(at: number, byte: number): number {
    if (byte !== ascii.quote) return ~at;
    if (++this.#nodes > this.#limits.nodes) return this.#refuse('json-too-complex', at);
    return this.#keyEnd(at);
  }

  #keyEnd(at: number): number {
    const end = endOfString(this.#bytes, at + 1);
    if (end < 0) return end;
    if (this.#onWay === this.#depth) this.#leadsOn = spells(this.#way[this.#depth]?.key, this.#bytes, at + 1, end - 1);
    return this.#bytes[end] === ascii.colon ? this.#expect('value', end + 1) : this.#expect('colon', end);
  }
}

/** Whether the inside of a string means the word, which is ASCII; an escape spells one unit with up to six bytes. */
function spells(word: string | undefined, bytes: Buffer, start: number, end: number): boolean {
  if (word === undefined || end - start < word.length || end - start > 6 * word.length) return false;
  const inside = bytes.toString('latin1', start, end);
  return inside === word || (inside.includes('\\') && JSON.parse(`"${inside}"`) === word);
}
