import type { JsonValue } from './exact-json';
import { ExactNumber } from './exact-number';
import { compactText, isContainer } from './json-text';
import type { Reader } from './path';
import { TextColumn } from './text-column';

type Value = JsonValue | undefined;

/** The code of plain numbers: they stand in `doubles`. */
export const NUMBER = 0;

/**
 * One path of all records: plain numbers as doubles, all else as codes of distinct values. What is asked of a value is
 * then asked once of each distinct one.
 */
export class ValueColumn {
  readonly length: number;
  /** NaN where the value is no plain number; empty where none is. */
  readonly doubles: Float64Array;
  /** `NUMBER`, or 1 + an index into `distinct`; empty where all are plain numbers. */
  readonly codes: Uint32Array;
  readonly distinct: Value[] = [];
  #texts: TextColumn | null = null;

  constructor(records: readonly JsonValue[], read: Reader) {
    const { length } = records;
    let doubles: Float64Array | null = null;
    let codes: Uint32Array | null = null;
    const seen = new Seen();
    for (let index = 0; index < length; index++) {
      const value = read(records[index] ?? null);
      if (typeof value === 'number') (doubles ??= new Float64Array(length).fill(NaN))[index] = value;
      else (codes ??= new Uint32Array(length))[index] = this.#codeOf(value, seen);
    }
    this.length = length;
    this.doubles = doubles ?? new Float64Array(0);
    this.codes = codes ?? new Uint32Array(0);
  }

  valueAt(index: number): Value {
    const code = this.codes[index] ?? NUMBER;
    return code === NUMBER ? this.doubles[index] : this.distinct[code - 1];
  }

  /** The distinct values as a person would search them; lower case is none of the caller's concern. */
  get texts(): TextColumn {
    return (this.#texts ??= new TextColumn(this.distinct.length, (at, add) => add(searchedText(this.distinct[at]))));
  }

  #codeOf(value: Exclude<Value, number>, seen: Seen): number {
    // Lists and objects are seldom equal: each is a value of its own.
    if (isContainer(value)) return this.distinct.push(value);
    const known = seen.codeOf(value);
    if (known !== undefined) return known;
    const code = this.distinct.push(value);
    seen.keep(value, code);
    return code;
  }
}

type Scalar = string | boolean | null | undefined | ExactNumber;

/** Codes by value, while a column is made: of many distinct values they take more room than the values do. */
class Seen {
  readonly #plain = new Map<Scalar, number>();
  readonly #exact = new Map<Scalar, number>();

  codeOf(value: Scalar): number | undefined {
    return value instanceof ExactNumber ? this.#exact.get(value.source) : this.#plain.get(value);
  }

  keep(value: Scalar, code: number): void {
    if (value instanceof ExactNumber) this.#exact.set(value.source, code);
    else this.#plain.set(value, code);
  }
}

const LENGTH = 10_000;

function searchedText(value: Value): string {
  if (value === undefined || value === null) return '';
  if (value instanceof ExactNumber) return value.source;
  return typeof value === 'string' ? value : compactText(value, LENGTH);
}
