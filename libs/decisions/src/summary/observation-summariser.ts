import type { DecisionDeclaration, Queryable } from '@flow-trail/contracts';
import type { CandidateKey } from '../reading/candidate-id.js';
import { compileDeclaration } from '../reading/compile-declaration.js';
import { readRecord } from '../reading/read-record.js';
import { recordsIn, recordsInText, type RecordSource } from '../reading/records.js';
import { DecisionColumns } from './decision-columns.js';
import { type ObservationSummary, summaryVersion } from './decision-summary.js';
import { summariseDecision } from './summarise-decision.js';
import { ValueSummariser } from './value-summary.js';

/** How an observation is declared. */
export interface ObservationDeclarations {
  decision: DecisionDeclaration | null;
  queryable?: Queryable | null;
  /** Candidates that are sampled whatever became of them. */
  watched?: ReadonlySet<CandidateKey>;
}

/** What one observation says: the bounded summary, and all its decisions as columns (null without a declaration). */
export interface SummarisedObservation {
  summary: ObservationSummary;
  columns: DecisionColumns | null;
}

/** Takes the records of one observation one at a time, and keeps none of them. */
export class ObservationSummariser {
  readonly columns: DecisionColumns | null;
  readonly #values: Map<string, ValueSummariser>;
  readonly #watched: ReadonlySet<CandidateKey> | undefined;
  #records = 0;

  constructor({ decision, queryable, watched }: ObservationDeclarations) {
    this.columns = decision && new DecisionColumns(compileDeclaration(decision));
    const paths = Object.entries(queryable ?? {});
    this.#values = new Map(paths.map(([path, type]) => [path, new ValueSummariser(path, type)]));
    this.#watched = watched;
  }

  add(record: unknown): void {
    const index = this.#records++;
    if (this.columns) this.columns.add(readRecord(this.columns.declaration, record, index));
    for (const values of this.#values.values()) values.add(record);
  }

  /** @param envelope The data around the records, where `total` is read. */
  summary(envelope: unknown): ObservationSummary {
    const context = { envelope, ...(this.#watched && { watched: this.#watched }) };
    return {
      summaryVersion,
      records: this.#records,
      decision: this.columns && summariseDecision(this.columns, context),
      values: Object.fromEntries([...this.#values].map(([path, values]) => [path, values.summary()])),
    };
  }
}

/**
 * Summarises data given as its JSON text, record by record, with exact numbers.
 * @throws SyntaxError for text that is not JSON.
 */
export const summariseText = (text: string, declarations: ObservationDeclarations): SummarisedObservation =>
  summarise(declarations, (path) => recordsInText(text, path));

/** Summarises parsed data. */
export const summariseData = (data: unknown, declarations: ObservationDeclarations): SummarisedObservation =>
  summarise(declarations, (path) => recordsIn(data, path));

function summarise(
  declarations: ObservationDeclarations,
  source: (path: string | undefined) => RecordSource,
): SummarisedObservation {
  const summariser = new ObservationSummariser(declarations);
  const { records, envelope, isFound } = source(summariser.columns?.declaration.records);
  if (!isFound) summariser.columns?.declaration.problems.push('The data has no records where they are declared.');
  for (const record of records) summariser.add(record);
  return { summary: summariser.summary(envelope), columns: summariser.columns };
}
