import { type Cell, cellReader, type RecordReader } from './cell';
import { type Column, columnsOf, type Declared } from './column';
import { type Condition, type Predicate, predicateOf } from './condition';
import type { JsonRecord } from './exact-json';
import { outcomeOf } from './outcome';
import { type Sort, sortedIndexes } from './sort';
import { TextIndex } from './text-index';

export interface RecordQuery {
  conditions: Condition[];
  /** Looked for in all values, whatever the case. */
  text: string;
  sort: Sort | null;
}

export interface RecordRow {
  /** Place in the data, from 0. */
  index: number;
  cells: Cell[];
}

export interface RecordWindow {
  matched: number;
  total: number;
  from: number;
  rows: RecordRow[];
}

/** Columns beyond this many are left to the record's own page: nobody scans more, and a window stays small. */
const SHOWN_COLUMNS = 60;

/** The records of one observation, and the windows on them. */
export class RecordSet {
  readonly columns: Column[];
  readonly hiddenColumns: number;
  readonly #readCells: RecordReader;
  readonly #orders = new Map<string, Uint32Array>();
  #text: TextIndex | null = null;
  #view: { key: string; indexes: Uint32Array } | null = null;

  constructor(
    readonly records: readonly JsonRecord[],
    private readonly declared: Declared,
  ) {
    const columns = columnsOf(records, declared);
    this.columns = columns.slice(0, SHOWN_COLUMNS);
    this.hiddenColumns = columns.length - this.columns.length;
    this.#readCells = cellReader(this.columns, declared.decision);
  }

  window(query: RecordQuery, from: number, count: number): RecordWindow {
    const indexes = this.#indexesOf(query);
    const rows = [...indexes.subarray(from, from + count)].map((index) => ({
      index,
      cells: this.#readCells(this.records[index] ?? {}),
    }));
    return { matched: indexes.length, total: this.records.length, from, rows };
  }

  #indexesOf(query: RecordQuery): Uint32Array {
    const key = JSON.stringify(query);
    if (this.#view?.key !== key) this.#view = { key, indexes: this.#filter(query) };
    return this.#view.indexes;
  }

  #filter(query: RecordQuery): Uint32Array {
    const order = this.#orderOf(query.sort);
    const text = query.text.trim().toLowerCase();
    const predicates = query.conditions.map((condition) => this.#predicate(condition));
    if (text === '' && predicates.length === 0) return order;
    const search = text === '' ? null : (this.#text ??= new TextIndex(this.records));
    const matches = (index: number): boolean => {
      const record = this.records[index] ?? {};
      for (const holds of predicates) if (!holds(record)) return false;
      return search === null || search.has(index, text);
    };
    return subsetOf(order, matches);
  }

  #predicate(condition: Condition): Predicate {
    const { decision } = this.declared;
    const isOutcome = decision?.outcome === condition.path;
    return predicateOf(condition, {
      type: this.#typeOf(condition.path),
      ...(isOutcome && { alias: (value) => outcomeOf(value, decision) }),
    });
  }

  #orderOf(sort: Sort | null): Uint32Array {
    const key = sort ? `${sort.direction} ${sort.path}` : '';
    const known = this.#orders.get(key);
    if (known) return known;
    const order = sort
      ? sortedIndexes(this.records, sort, this.#typeOf(sort.path))
      : Uint32Array.from(this.records.keys());
    this.#orders.set(key, order);
    return order;
  }

  #typeOf(path: string): Column['queryable'] {
    return this.columns.find((column) => column.path === path)?.queryable ?? null;
  }
}

// Half the time of Uint32Array.filter, which collects in a plain array first.
function subsetOf(order: Uint32Array, matches: (index: number) => boolean): Uint32Array {
  const subset = new Uint32Array(order.length);
  let size = 0;
  for (const index of order) if (matches(index)) subset[size++] = index;
  return subset.subarray(0, size);
}
