import type { Declared } from './column';
import type { JsonRecord, JsonValue } from './exact-json';
import { isNumber, toDouble } from './exact-number';
import { JsonLines } from './json-lines';
import { isRecord, jsonText } from './json-text';
import type { TableShape, TreeRoot } from './messages';
import { readerOf } from './path';
import { RecordSet } from './record-set';

/** The parsed data of one observation; it never leaves the worker as a whole. */
export class OpenedObservation {
  readonly records: RecordSet | null;
  readonly #declaredTotal: number | null;
  #tree: { root: TreeRoot; lines: JsonLines } | null = null;

  /** @param size Characters of its JSON. */
  constructor(
    private readonly data: JsonValue,
    readonly size: number,
    declared: Declared,
  ) {
    const records = recordsOf(data, declared);
    this.records = records && new RecordSet(records, declared);
    this.#declaredTotal = totalOf(data, declared);
  }

  get table(): TableShape | null {
    if (!this.records) return null;
    const { columns, hiddenColumns, records } = this.records;
    return { columns, hiddenColumns, records: records.length, declaredTotal: this.#declaredTotal };
  }

  lines(root: TreeRoot): JsonLines {
    if (this.#tree?.root !== root) this.#tree = { root, lines: new JsonLines(this.#valueAt(root)) };
    return this.#tree.lines;
  }

  text(root: TreeRoot, path: string | null): string {
    const value = this.#valueAt(root);
    return jsonText((path === null ? value : readerOf(path)(value)) ?? null);
  }

  #valueAt(root: TreeRoot): JsonValue {
    return root === 'data' ? this.data : (this.records?.records[root] ?? null);
  }
}

function recordsOf(data: JsonValue, { decision }: Declared): JsonRecord[] | null {
  const array = Array.isArray(data) ? data : decision?.records === undefined ? null : readerOf(decision.records)(data);
  return Array.isArray(array) && array.every(isRecord) ? array : null;
}

function totalOf(data: JsonValue, { decision }: Declared): number | null {
  const total = decision?.total === undefined ? null : readerOf(decision.total)(data);
  return isNumber(total) ? toDouble(total) : null;
}
