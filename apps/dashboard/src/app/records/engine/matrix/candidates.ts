import { type CandidateKey, type DecisionColumns, hashOf, keyText } from '@flow-trail/decisions';

/** All candidates of a flow, a row each, in the order in which they were first seen. Ids meet only within a kind. */
export class Candidates {
  readonly keys: CandidateKey[] = [];
  readonly kinds: string[] = [];
  readonly labels: (string | null)[] = [];
  readonly #rows = new Map<string, Map<CandidateKey, number>>();

  get length(): number {
    return this.keys.length;
  }

  rowOf(kind: string, key: CandidateKey, label: string | null): number {
    const rows = this.#rowsOf(kind);
    const known = rows.get(key);
    if (known !== undefined) {
      this.labels[known] ??= label;
      return known;
    }
    const row = this.keys.push(key) - 1;
    this.kinds.push(kind);
    this.labels.push(label);
    rows.set(key, row);
    return row;
  }

  /** As people write it; text stands in quotes where another candidate's number reads the same. */
  idOf(row: number): string {
    const key = this.keys[row] ?? '';
    const id = keyText(key);
    return key !== id && this.#rowsOf(this.kinds[row] ?? '').has(id) ? key : id;
  }

  /** Rows by the hash under which trails know candidates. */
  byHash(kind: string): Map<number, number> {
    return new Map([...this.#rowsOf(kind)].map(([key, row]) => [hashOf(key), row]));
  }

  /** 1 for each row that has one of these keys, of whatever kind. */
  named(keys: readonly CandidateKey[]): Uint8Array {
    const named = new Uint8Array(this.length);
    for (const rows of this.#rows.values())
      for (const key of keys) {
        const row = rows.get(key);
        if (row !== undefined) named[row] = 1;
      }
    return named;
  }

  #rowsOf(kind: string): Map<CandidateKey, number> {
    const known = this.#rows.get(kind);
    if (known) return known;
    const rows = new Map<CandidateKey, number>();
    this.#rows.set(kind, rows);
    return rows;
  }
}

/** The row of each of an observation's keys, by its index there. */
export class KeyRows {
  readonly #rows: number[] = [];

  constructor(
    private readonly candidates: Candidates,
    private readonly columns: DecisionColumns,
  ) {}

  /** Undefined for a record that names no candidate. */
  of(record: number): number | undefined {
    const key = this.columns.candidates.get(record);
    const text = this.columns.keys.texts[key];
    if (text === undefined) return undefined;
    const { kind } = this.columns.declaration;
    return (this.#rows[key] ??= this.candidates.rowOf(kind, text, this.columns.labels[record] ?? null));
  }
}
