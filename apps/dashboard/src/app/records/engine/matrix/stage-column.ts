import { absentReason } from '@flow-trail/decisions';

import { ValueColumn } from '../value-column';
import { matrixOutcomes } from './filter';
import type { PartDecisions } from './matrix-part';

/** Entries without a record: who is missing where somebody must be. */
export interface UnseenEntry {
  row: number;
  /** Index into `matrixOutcomes`. */
  outcome: number;
}

const NO_PART = 0xffff;
/** 1 + the place of `kept` in `matrixOutcomes`. */
const KEPT = 1;

/**
 * What became of each candidate at one stage, as typed arrays in ascending order of rows. Of a candidate's records
 * one that kept it counts, or else the last, as in the answer why.
 */
export class StageColumn {
  /** Ascending; the other columns go by the index in this one. */
  readonly rows: Uint32Array;
  /** Indexes into `matrixOutcomes`. */
  readonly outcomes: Uint8Array;
  /** NaN where there is none. */
  readonly scores: Float64Array;
  readonly ranks: Float64Array;
  readonly chances: Float64Array;
  /** The rule that dropped it, as an index into the names of the stage; -1 for none. */
  readonly rules: Int16Array;
  /** Whether it would have survived but for one rule: 0 no, 1 yes, 2 nobody can say. */
  readonly alone: Uint8Array;
  /** Which of the stage's observations an entry was read from, beyond them for who is missing; and which record. */
  readonly parts: Uint16Array;
  readonly records: Uint32Array;
  #reasons: ValueColumn | null = null;

  constructor(
    readonly decisions: readonly PartDecisions[],
    unseen: readonly UnseenEntry[],
    candidates: number,
    readonly ruleNames: readonly string[],
  ) {
    const best = bestRecords(decisions, unseen, candidates);
    const length = best.count;
    this.rows = new Uint32Array(length);
    this.outcomes = new Uint8Array(length);
    this.scores = new Float64Array(length).fill(NaN);
    this.ranks = new Float64Array(length).fill(NaN);
    this.chances = new Float64Array(length).fill(NaN);
    this.rules = new Int16Array(length).fill(-1);
    this.alone = new Uint8Array(length);
    this.parts = new Uint16Array(length).fill(NO_PART);
    this.records = new Uint32Array(length);
    this.#fill(best);
    this.#fillRules();
  }

  get length(): number {
    return this.rows.length;
  }

  /** Null where there is none. Made on first use. */
  get reasons(): ValueColumn {
    const reasonOf = (entry: number): string | null => {
      const source = this.sourceOf(entry);
      if (!source) return matrixOutcomes[this.outcomes[entry] ?? 0] === 'dropped' ? absentReason : null;
      return source.decisions.reasons[source.record] ?? null;
    };
    return (this.#reasons ??= new ValueColumn(
      Array.from(this.rows, (_, entry) => reasonOf(entry)),
      (reason) => reason,
    ));
  }

  /** The entry of a row; -1 when the candidate is not here. */
  entryOf(row: number): number {
    let [low, high] = [0, this.rows.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.rows[middle] ?? 0;
      if (found === row) return middle;
      if (found < row) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  /** The observation and record that an entry was read from; null for one without. */
  sourceOf(entry: number): { decisions: PartDecisions; record: number } | null {
    const decisions = this.decisions[this.parts[entry] ?? NO_PART];
    return decisions ? { decisions, record: this.records[entry] ?? 0 } : null;
  }

  #fill({ codes, parts, records }: BestRecords): void {
    let entry = 0;
    for (let row = 0; row < codes.length; row++) {
      const code = codes[row] ?? 0;
      if (code === 0) continue;
      this.rows[entry] = row;
      this.outcomes[entry] = code - 1;
      this.parts[entry] = parts[row] ?? NO_PART;
      this.records[entry] = records[row] ?? 0;
      this.#fillNumbers(entry++);
    }
  }

  #fillNumbers(entry: number): void {
    const columns = this.decisions[this.parts[entry] ?? NO_PART]?.columns;
    const record = this.records[entry] ?? 0;
    if (!columns) return;
    this.scores[entry] = columns.scores.get(record);
    this.ranks[entry] = columns.ranks.get(record);
    this.chances[entry] = columns.chances.get(record);
  }

  #fillRules(): void {
    const places = new Map(this.ruleNames.map((name, place) => [name, place]));
    const placesOf = this.decisions.map(({ columns }) => columns.rules.map(({ rule }) => places.get(rule) ?? -1));
    for (let entry = 0; entry < this.length; entry++) {
      const part = this.parts[entry] ?? NO_PART;
      const tallies = this.decisions[part]?.tallies;
      if (!tallies) continue;
      const record = this.records[entry] ?? 0;
      this.rules[entry] = placesOf[part]?.[tallies.firstFailed(record)] ?? -1;
      const isAlone = tallies.isAlone(record);
      this.alone[entry] = isAlone === null ? 2 : Number(isAlone);
    }
  }
}

interface BestRecords {
  count: number;
  /** By row: 0 where nothing is, else 1 + the outcome. */
  codes: Uint8Array;
  parts: Uint16Array;
  records: Uint32Array;
}

function bestRecords(
  decisions: readonly PartDecisions[],
  unseen: readonly UnseenEntry[],
  candidates: number,
): BestRecords {
  const codes = new Uint8Array(candidates);
  const parts = new Uint16Array(candidates).fill(NO_PART);
  const records = new Uint32Array(candidates);
  let count = 0;
  decisions.forEach(({ columns, rows, length }, part) => {
    for (let record = 0; record < length; record++) {
      const row = rows.of(record);
      if (row === undefined) continue;
      const code = 1 + columns.outcomes.get(record);
      const known = codes[row] ?? 0;
      if (known === 0) count++;
      else if (known === KEPT && code !== KEPT) continue;
      codes[row] = code;
      parts[row] = part;
      records[row] = record;
    }
  });
  for (const { row, outcome } of unseen) {
    if (codes[row] !== 0) continue;
    codes[row] = 1 + outcome;
    count++;
  }
  return { count, codes, parts, records };
}
