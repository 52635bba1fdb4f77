import { formOf } from '@flow-trail/decisions';

import { type Cell, cellReader, type CellReader, partsReader } from './cell';
import { type Column, columnsOf, type Declared } from './column';
import { unmark } from './column-filter';
import type { Condition, ConditionContext } from './condition';
import { MadeOfReader } from './contributions/made-of';
import { type Distribution, distributionOf } from './distribution';
import type { JsonRecord } from './exact-json';
import { type BothWays, indexesTo } from './order';
import { outcomeOf } from './outcome';
import { readerOf } from './path';
import { type Sort, sortedIndexes } from './sort';
import { TextColumn } from './text-column';
import { eachTextInside } from './texts-inside';
import { ValueColumn } from './value-column';

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

/** Columns beyond this many are left to the record's own page: such keys are rather data than columns. */
const SHOWN_COLUMNS = 1000;
/** Columns are made ready up to this many values, 12 bytes each; further ones on first use. */
const PREPARED_CELLS = 2_000_000;

/** Texts of single columns are made ready where all values together have no more characters; else on first use. */
const PREPARED_TEXT = 16_000_000;
/** With fewer records even interpreted code is fast. */
const MANY = 5000;

/** The records of one observation, and the windows on them. */
export class RecordSet {
  readonly columns: Column[];
  readonly hiddenColumns: number;
  readonly #cellReaders = new Map<string, CellReader>();
  readonly #orders = new Map<string, BothWays>();
  #asRecorded: Uint32Array | null = null;
  readonly #values = new Map<string, ValueColumn>();
  #text: TextColumn | null = null;
  /** Made once: the head of each column asks for some. */
  #numbers: Float64Array | null = null;
  #view: { key: string; indexes: Uint32Array } | null = null;

  constructor(
    readonly records: readonly JsonRecord[],
    private readonly declared: Declared,
  ) {
    const columns = columnsOf(records, declared);
    this.columns = columns.slice(0, SHOWN_COLUMNS);
    this.hiddenColumns = columns.length - this.columns.length;
    for (const column of this.columns) this.#cellReaders.set(column.path, this.#cellReader(column));
  }

  /** @param paths The columns whose cells are wanted; all without. */
  window(query: RecordQuery, from: number, count: number, paths?: readonly string[]): RecordWindow {
    const indexes = this.indexesOf(query);
    const readers = (paths ?? this.columns.map(({ path }) => path)).flatMap(
      (path) => this.#cellReaders.get(path) ?? [],
    );
    const rows = [...indexes.subarray(from, from + count)].map((index) => ({
      index,
      cells: readers.map((read) => read(this.records[index] ?? {})),
    }));
    return { matched: indexes.length, total: this.records.length, from, rows };
  }

  /** How the values of one path are spread over the records that match. */
  distribution(query: RecordQuery, path: string): Distribution {
    const numbers = (this.#numbers ??= new Float64Array(this.records.length));
    return distributionOf(this.#column(path), this.indexesOf({ ...query, sort: null }), numbers);
  }

  /** Makes ready what filters and sorts look at, one column a turn: the first filter then takes no longer than the next. */
  *prepare(): Generator<undefined> {
    const most = Math.ceil(PREPARED_CELLS / Math.max(this.records.length, 1));
    const columns = this.columns.slice(0, most);
    for (const { path } of columns) {
      this.#column(path);
      yield;
    }
    if (this.#searched().size <= PREPARED_TEXT) yield* this.#prepareTexts(columns);
    if (this.records.length >= MANY) yield* this.#rehearse();
  }

  /** The records that match, in order. */
  indexesOf(query: RecordQuery): Uint32Array {
    const key = JSON.stringify(query);
    if (this.#view?.key !== key) this.#view = { key, indexes: this.#filter(query) };
    return this.#view.indexes;
  }

  #filter(query: RecordQuery): Uint32Array {
    const order = this.#orderOf(query.sort);
    const text = query.text.trim();
    if (text === '' && query.conditions.length === 0) return order;
    const marked = text === '' ? new Uint8Array(order.length).fill(1) : this.#searched().containing(text);
    for (const condition of query.conditions)
      unmark(marked, this.#column(condition.path), condition, this.#contextOf(condition.path));
    return subsetOf(order, marked);
  }

  *#prepareTexts(columns: readonly Column[]): Generator<undefined> {
    for (const { path, type } of columns) {
      if (type === 'string') void this.#column(path).texts;
      yield;
    }
  }

  /** A loop that has never run is interpreted, ten times slower: each kind of filter runs once before anybody waits for it. */
  *#rehearse(): Generator<undefined> {
    const numbers = this.columns.filter(({ type }) => type === 'number').slice(0, 3);
    const [number] = numbers;
    const text = this.columns.find(({ type }) => type === 'string');
    const conditions: Condition[] = [
      ...(number ? [{ path: number.path, op: '>', value: '0' } as const] : []),
      ...(text ? [{ path: text.path, op: '=', value: '' } as const] : []),
      ...(text ? [{ path: text.path, op: 'contains', value: 'e' } as const] : []),
    ];
    for (const condition of conditions) {
      this.#filter({ conditions: [condition], text: '', sort: null });
      yield;
    }
    this.#filter({ conditions: [], text: 'e', sort: null });
    yield;
    for (const { path } of numbers) {
      this.#orderOf({ path, direction: 'asc' });
      yield;
    }
  }

  #cellReader(column: Column): CellReader {
    const { decision } = this.declared;
    if (column.role === 'parts' && decision) return partsReader(column, new MadeOfReader(this.records, decision));
    return cellReader(column, decision);
  }

  #searched(): TextColumn {
    return (this.#text ??= new TextColumn(this.records.length, (index, add) =>
      eachTextInside(this.records[index] ?? null, add),
    ));
  }

  /** Made on first use. */
  #column(path: string): ValueColumn {
    const known = this.#values.get(path);
    if (known) return known;
    const column = new ValueColumn(this.records, readerOf(path));
    this.#values.set(path, column);
    return column;
  }

  #contextOf(path: string): ConditionContext {
    const { decision } = this.declared;
    const type = this.#typeOf(path);
    if (decision?.outcome === path) return { type, alias: (value) => outcomeOf(value, decision) };
    // As the funnel counts reasons: numbers as #.
    return decision?.reason === path
      ? { type, alias: (value) => (typeof value === 'string' ? formOf(value) : null) }
      : { type };
  }

  #orderOf(sort: Sort | null): Uint32Array {
    if (!sort) return (this.#asRecorded ??= indexesTo(this.records.length));
    const { path, direction } = sort;
    const orders = this.#orders.get(path) ?? sortedIndexes(this.#column(path), this.#typeOf(path));
    this.#orders.set(path, orders);
    return orders[direction];
  }

  #typeOf(path: string): Column['queryable'] {
    return this.columns.find((column) => column.path === path)?.queryable ?? null;
  }
}

// Half the time of Uint32Array.filter, which collects in a plain array first.
function subsetOf(order: Uint32Array, marked: Uint8Array): Uint32Array {
  const subset = new Uint32Array(order.length);
  let size = 0;
  for (const index of order) if (marked[index] === 1) subset[size++] = index;
  return subset.subarray(0, size);
}
