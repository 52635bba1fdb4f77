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

export type Scan = { ok: true; data: DataSlice[]; nodes: number } | ScanFailure;

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

/** Walks valid UTF-8 once, checks that it is one JSON text within the limits, and finds the values at the end of the way. */
export function scan(bytes: Buffer, limits: SliceLimits, way: Way): Scan {
  return new Scanner(bytes, limits, way).scan();
}

type Expected = 'value' | 'element-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end' | 'nothing';

/** The methods that take `at` consume the token there and answer the offset after it, or `~offset` of a refused byte. */
class Scanner {
  readonly #bytes: Buffer;
  readonly #limits: SliceLimits;
  readonly #way: Way;
  readonly #dataDepth: number;
  readonly #data: DataSlice[] = [];
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

  constructor(bytes: Buffer, limits: SliceLimits, way: Way) {
    this.#bytes = bytes;
    this.#limits = limits;
    this.#way = way;
    this.#dataDepth = way.length - 1;
    this.#isObject = new Uint8Array(limits.depth + 1);
  }

  scan(): Scan {
    const bytes = this.#bytes;
    let at = endOfWhite(bytes, 0);
    while (at >= 0 && at < bytes.length) {
      at = this.#token(at, bytes[at] as number);
      if (at >= 0) at = endOfWhite(bytes, at);
    }
    if (at >= 0 && this.#expected !== 'nothing') at = ~at;
    return at < 0 ? { ok: false, code: this.#code, at: ~at } : { ok: true, data: this.#data, nodes: this.#nodes };
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
        return this.#valueEnded(endOfNumber(this.#bytes, at));
    }
  }

  /** A value begins: a data value itself, or a record of the one that is open? */
  #noteData(at: number, byte: number): void {
    if (this.#depth === this.#dataDepth && this.#onWay === this.#dataDepth && this.#leadsOn) {
      this.#open = { start: at, end: at, records: byte === ascii.openBracket ? 0 : null };
    } else if (this.#depth === this.#dataDepth + 1 && this.#open !== undefined && this.#open.records !== null) {
      this.#open.records++;
    }
  }

  #valueEnded(at: number): number {
    if (at < 0) return at;
    if (this.#open !== undefined && this.#depth === this.#dataDepth) {
      this.#open.end = at;
      this.#data.push(this.#open);
      this.#open = undefined;
    }
    return this.#expect(this.#depth === 0 ? 'nothing' : 'comma-or-end', at);
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
    const end = endOfString(this.#bytes, at + 1);
    if (end >= 0 && this.#onWay === this.#depth)
      this.#leadsOn = spells(this.#way[this.#depth]?.key, this.#bytes, at + 1, end - 1);
    return this.#expect('colon', end);
  }
}

/** Whether the inside of a string means the word, which is ASCII; an escape spells one unit with up to six bytes. */
function spells(word: string | undefined, bytes: Buffer, start: number, end: number): boolean {
  if (word === undefined || end - start < word.length || end - start > 6 * word.length) return false;
  const inside = bytes.toString('latin1', start, end);
  return inside === word || (inside.includes('\\') && JSON.parse(`"${inside}"`) === word);
}
