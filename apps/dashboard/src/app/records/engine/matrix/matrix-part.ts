import type { DecisionDeclaration, ObservationRole, StepReference } from '@flow-trail/contracts';
import {
  compileDeclaration,
  DecisionColumns,
  type DecisionSummary,
  doubleOf,
  ExactNumber,
  failureText,
  readRecord,
  reasonOf,
  type RecordReading,
  segmentOf,
  summariseDecision,
  Tallies,
  type TrailPart,
} from '@flow-trail/decisions';

import { type Candidates, KeyRows } from './candidates';

/** One observation with decisions, as the page asks for it. */
export interface MatrixPart {
  observationId: string;
  step: Required<StepReference>;
  name: string;
  version: number;
  role: ObservationRole | null;
  declaration: DecisionDeclaration;
  /** How many there are, as the server counted them; null where it did not. */
  records: number | null;
}

const exactFields = ['score', 'rank', 'chance'] as const;
export type ExactField = (typeof exactFields)[number];

/** The decisions of one observation, as the server reads them. */
export class PartDecisions {
  readonly columns: DecisionColumns;
  /** What a failed rule says in words, by record, where it says more than its number and threshold. */
  readonly failures = new Map<number, string>();
  /** Why, in words, by record. */
  readonly reasons: (string | null)[] = [];
  readonly rows: KeyRows;
  readonly #empty: DecisionSummary;
  #total: number | null = null;
  #withoutId = 0;
  /** Integers that a double would change, by field and record. */
  readonly #exact = new Map(exactFields.map((field) => [field, new Map<number, string>()]));
  #tallies: { length: number; tallies: Tallies } | null = null;

  constructor(
    readonly part: MatrixPart,
    candidates: Candidates,
  ) {
    const declaration = compileDeclaration(part.declaration);
    this.columns = new DecisionColumns(declaration);
    this.rows = new KeyRows(candidates, this.columns);
    this.#empty = summariseDecision(new DecisionColumns(declaration), { envelope: null });
  }

  get length(): number {
    return this.columns.length;
  }

  /** What the rules said, counted; made anew when records were added. */
  get tallies(): Tallies {
    if (this.#tallies?.length !== this.length)
      this.#tallies = { length: this.length, tallies: new Tallies(this.columns) };
    return this.#tallies.tallies;
  }

  /** Records that name no candidate. */
  get withoutId(): number {
    return this.#withoutId;
  }

  get notRecorded(): number {
    return Math.max(0, Math.floor(this.#total ?? 0) - this.length);
  }

  add(record: unknown): void {
    const reading = readRecord(this.columns.declaration, record, this.length);
    this.columns.add(reading);
    const failure = failureOf(reading);
    if (failure !== null) this.failures.set(reading.index, failure);
    this.reasons.push(reasonOf(reading) ?? failure);
    this.#keepExact(record, reading.index);
    if (this.rows.of(reading.index) === undefined) this.#withoutId++;
  }

  /** All digits of a number that a double would change. */
  exactText(field: ExactField, record: number): string | undefined {
    return this.#exact.get(field)?.get(record);
  }

  /** @param envelope The data around the records, where `total` is read. */
  end(envelope: unknown): void {
    this.#total = doubleOf(this.columns.declaration.total?.(envelope));
  }

  /** As a trail wants it; of the summary it needs the kind and what was not recorded. */
  trailPart(): TrailPart {
    const { observationId: id, step, name, version, role, declaration } = this.part;
    const summary = { ...this.#empty, total: this.#total, notRecorded: this.notRecorded };
    return { id, step, name, version, role, declaration, summary, segment: segmentOf(this.columns) };
  }

  #keepExact(record: unknown, index: number): void {
    for (const [field, texts] of this.#exact) {
      const value = this.columns.declaration[field]?.(record);
      if (value instanceof ExactNumber) texts.set(index, value.source);
    }
  }
}

function failureOf({ outcome, rules, tally }: RecordReading): string | null {
  if (outcome !== 'dropped' || tally.failed === 0) return null;
  const failed = rules.find(({ passed }) => passed === false);
  const isNumbersAlone = failed && doubleOf(failed.actual) !== null && (failed.op !== null || failed.reason === null);
  return failed && !isNumbersAlone ? failureText(failed) : null;
}
