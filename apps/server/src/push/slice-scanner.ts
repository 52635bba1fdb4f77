import { ascii, endOfOther, endOfString, endOfWhite } from './slice-tokens.js';

const { quote, comma, colon, openBracket, closeBracket, openBrace, closeBrace } = ascii;

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
    opens: depth === path.length ? undefined : path[depth] === '*' ? openBracket : openBrace,
  }));

/** What may come next: first where a value may stand, then a key. */
const next = { value: 0, elementOrEnd: 1, key: 2, keyOrEnd: 3, colon: 4, commaOrEnd: 5, nothing: 6 } as const;

/**
 * Walks UTF-8 once, checks that it is one JSON text within the limits, and finds the values at the end of the way. The text may come in
 * pieces.
 */
export class Scanner {
  readonly data: DataSlice[] = [];
  readonly #limits: SliceLimits;
  readonly #way: Way;
  readonly #dataDepth: number;
  /** The last bytes ended inside a token, and the next begin with it. */
  #isCut = false;
  /** By depth: 1 when the container open there is an object. */
  readonly #isObject: Uint8Array;
  #expected: number = next.value;
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
   * One loop over variables of its own: each byte that comes in goes through here, twice.
   *
   * @param base Offset of the bytes in the text.
   */
  walk(bytes: Buffer, base: number, isLast: boolean): number | ScanFailure {
    const { nodes: mostNodes, depth: mostDepth } = this.#limits;
    const isObject = this.#isObject;
    const dataDepth = this.#dataDepth;
    const { length } = bytes;
    let expected = this.#expected;
    let nodes = this.#nodes;
    let depth = this.#depth;
    let isNew = !this.#isCut;
    let code: ScanFailure['code'] = 'invalid-json';
    let at = 0;
    // Of the last token; `~offset` (negative) of what does not fit.
    let end = 0;
    while (end >= 0 && (at = endOfWhite(bytes, end)) < length) {
      const byte = bytes[at] as number;
      end = at + 1;
      if (byte === comma) {
        if (expected !== next.commaOrEnd) end = ~at;
        expected = isObject[depth] === 1 ? next.key : next.value;
        continue;
      }
      if (byte === colon) {
        if (expected !== next.colon) end = ~at;
        expected = next.value;
        continue;
      }
      if (byte === closeBrace || byte === closeBracket) {
        if (byte !== (isObject[depth] === 1 ? closeBrace : closeBracket) || !mayEnd(expected)) {
          end = ~at;
          break;
        }
        if (this.#onWay === depth) this.#onWay--;
        depth--;
      } else {
        const isKey = expected === next.key || expected === next.keyOrEnd;
        if (expected > next.keyOrEnd || (isKey && byte !== quote)) {
          end = ~at;
          break;
        }
        if (isNew) {
          if (++nodes > mostNodes) {
            code = 'json-too-complex';
            end = ~at;
            break;
          }
          if (depth <= dataDepth + 1 && !isKey) this.#noteValue(base + at, byte, depth);
        }
        isNew = true;
        if (byte === openBrace || byte === openBracket) {
          if (depth === mostDepth) {
            code = 'json-too-deep';
            end = ~at;
            break;
          }
          if (this.#onWay === depth && this.#isNextOnWay(byte)) this.#onWay++;
          isObject[++depth] = byte === openBrace ? 1 : 0;
          expected = byte === openBrace ? next.keyOrEnd : next.elementOrEnd;
          continue;
        }
        end = byte === quote ? endOfString(bytes, end) : endOfOther(bytes, at, isLast);
        if (end < 0) break;
        if (isKey) {
          if (this.#onWay === depth) this.#leadsOn = spells(this.#way[depth]?.key, bytes, at + 1, end - 1);
          expected = next.colon;
          // What most often follows at once is passed here, without another round; so is the comma below.
          if (bytes[end] === colon) {
            expected = next.value;
            end++;
          }
          continue;
        }
      }
      if (depth === dataDepth) this.#endData(base + end);
      expected = depth === 0 ? next.nothing : next.commaOrEnd;
      if (bytes[end] === comma && depth > 0) {
        expected = isObject[depth] === 1 ? next.key : next.value;
        end++;
      }
    }
    this.#expected = expected;
    this.#nodes = nodes;
    this.#depth = depth;
    this.#isCut = ~end === length && !isLast;
    if (end < 0 && !this.#isCut) return { ok: false, code, at: base + ~end };
    return isLast && expected !== next.nothing ? { ok: false, code, at: base + at } : at;
  }

  /** A value begins: a data value itself, or a record of the one that is open? */
  #noteValue(start: number, byte: number, depth: number): void {
    if (depth === this.#dataDepth && this.#onWay === depth && this.#leadsOn) {
      this.#open = { start, end: start, records: byte === openBracket ? 0 : null };
    } else if (depth === this.#dataDepth + 1 && this.#open !== undefined && this.#open.records !== null) {
      this.#open.records++;
    }
  }

  #endData(end: number): void {
    if (this.#open === undefined) return;
    this.#open.end = end;
    this.data.push(this.#open);
    this.#open = undefined;
  }

  #isNextOnWay(opened: number): boolean {
    const step = this.#way[this.#onWay];
    return step?.opens === opened && (step.key === undefined || this.#leadsOn);
  }
}

const mayEnd = (expected: number): boolean =>
  expected === next.commaOrEnd || expected === next.keyOrEnd || expected === next.elementOrEnd;

/** Whether the inside of a string means the word, which is ASCII; an escape spells one unit with up to six bytes. */
function spells(word: string | undefined, bytes: Buffer, start: number, end: number): boolean {
  if (word === undefined || end - start < word.length || end - start > 6 * word.length) return false;
  const inside = bytes.toString('latin1', start, end);
  return inside === word || (inside.includes('\\') && JSON.parse(`"${inside}"`) === word);
}
