import type { Read } from './item-options.js';
import { pathOf, readerOf } from './path.js';

type Column = readonly unknown[];
type Row = Record<string, unknown>;

/**
 * Items as plain records: the members of each, or the item under `item` where not all are plain objects, with more members beside. A column's
 * name that some item uses itself gets a `$` before it.
 */
export class RecordTable<T> {
  readonly #items: readonly T[];
  readonly #bases: Column;
  readonly #isFlat: boolean;
  readonly #isWhole: boolean;
  readonly #columns: [name: string, values: Column][] = [];

  /** `isFlat` says that it is known of the items. */
  constructor(items: readonly T[], record: ((item: T) => unknown) | undefined, isFlat = false) {
    this.#items = items;
    this.#isWhole = record === undefined;
    this.#bases = record ? items.map(record) : items;
    this.#isFlat = (this.#isWhole && isFlat) || areFlat(this.#bases);
  }

  /** Asks a value nothing, as `instanceof` would: it can be a proxy that throws. */
  static is(value: unknown): value is RecordTable<unknown> {
    return typeof value === 'object' && value !== null && #items in value;
  }

  /** Adds a member to every record, left out where undefined; its path. */
  add(name: string, values: Column): string {
    const free = this.#freeName(name);
    this.#columns.push([free, values]);
    return free;
  }

  /** Path at which a record holds what is read of its item: its own where it has it, else a member added under this name. */
  declare(read: Read<T>, name: string): string {
    if (this.hasPath(read)) return read;
    return this.place(this.#items.map(this.#readerOf(read)), read, name);
  }

  /** The same for ids: those that are BigInts stand in a record as text, not as markers. */
  declareId(read: Read<T>, name: string): string {
    const idOf = this.#readerOf(read);
    const isRecorded = this.hasPath(read) && !this.#items.some((item) => typeof idOf(item) === 'bigint');
    return isRecorded ? read : this.place(this.#items.map(idOf), read, name);
  }

  /** The same for values that were read before. */
  place(values: Column, read: unknown, name: string): string {
    return this.pathOfValues(values, typeof read === 'string' ? read : name) ?? this.add(name, values.map(recordable));
  }

  /** Whether it is a path that leads to the same in a record as in its item. */
  hasPath(read: Read<T>): read is string {
    return typeof read === 'string' && this.#isFlat && this.#isWhole;
  }

  /** Where every record has exactly these values already: at the path that is expected, else at a key whose values differ as these do. */
  pathOfValues(values: Column, expected: string): string | undefined {
    if (!this.#isFlat || values.length === 0 || !values.every(isSimple)) return undefined;
    if (this.#holds(expected, values)) return expected;
    if (values.every((value) => value === values[0])) return undefined;
    const keys = Object.keys(this.#bases[0] as object);
    return keys.map(pathOf).find((path) => this.#holds(path, values));
  }

  get length(): number {
    return this.#bases.length;
  }

  /** Makes the records, or some of them. */
  rows(from = 0, to = this.length): Row[] {
    const rows = this.#bases.slice(from, to).map((base) => (this.#isFlat ? copied(base as object) : { item: base }));
    for (const [name, values] of this.#columns) {
      rows.forEach((row: Row, at) => {
        const value = values[from + at];
        if (value !== undefined) row[name] = value;
      });
    }
    return rows;
  }

  /** What is read of each item. */
  values(read: (item: T) => unknown): unknown[] {
    return this.#items.map((item) => read(item));
  }

  #holds(path: string, values: Column): boolean {
    const read = readerOf<unknown, unknown>(path, this.#isFlat);
    return this.#bases.every((base, at) => Object.is(read(base), values[at]));
  }

  #readerOf<V>(read: Read<T, V>): (item: T) => V | undefined {
    return readerOf(read, this.#isFlat && this.#isWhole);
  }

  #freeName(name: string): string {
    let free = name;
    while (this.#isTaken(free)) free = `$${free}`;
    return free;
  }

  #isTaken(name: string): boolean {
    if (this.#columns.some(([taken]) => taken === name)) return true;
    return this.#isFlat ? this.#bases.some((base) => name in (base as object)) : name === 'item';
  }
}

/** Whether all are objects of members and nothing else: what a record can be made of without losing anything. */
export function areFlat(items: readonly unknown[]): boolean {
  try {
    return items.every(isPlainObject);
  } catch {
    return false;
  }
}

function isPlainObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && !('toJSON' in value);
}

/** A record whose members cannot be read is kept whole, for the snapshot to mark what throws. */
export function copied(base: object | undefined): Row {
  try {
    return { ...base };
  } catch {
    return { item: base };
  }
}

/** Neither what all objects inherit, nor what is printed otherwise than it is. */
function isSimple(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === undefined;
}

/** An id that is a BigInt keeps all of its digits as text. */
function recordable(value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
