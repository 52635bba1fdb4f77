import type { DecisionDeclaration } from '@flow-trail/contracts';
import type { CandidateKey } from '../reading/candidate-id.js';
import { compileDeclaration, type CompiledDeclaration } from '../reading/compile-declaration.js';
import { readRecord, type RecordReading } from '../reading/read-record.js';
import { recordsIn, recordsInText, type RecordSource } from '../reading/records.js';
import { type Competition, competitionFor } from './competition.js';

/** A record about a candidate, and against whom it stood there. */
export interface Finding {
  reading: RecordReading;
  competition: Competition;
}

/**
 * Every record of an observation that is about this candidate, from its JSON text.
 * @throws SyntaxError for text that is not JSON.
 */
export const findInText = (text: string, declaration: DecisionDeclaration, key: CandidateKey): Finding[] =>
  find(compileDeclaration(declaration), (path) => recordsInText(text, path), key);

/** The same from parsed data. */
export const findInData = (data: unknown, declaration: DecisionDeclaration, key: CandidateKey): Finding[] =>
  find(compileDeclaration(declaration), (path) => recordsIn(data, path), key);

function find(declaration: CompiledDeclaration, source: (path: string) => RecordSource, key: CandidateKey): Finding[] {
  const { records } = source(declaration.records);
  const readings = function* (): Generator<RecordReading> {
    let index = 0;
    for (const record of records) yield readRecord(declaration, record, index++);
  };
  const found: RecordReading[] = [];
  for (const reading of readings()) if (reading.key === key) found.push(reading);
  return found.map((reading) => ({ reading, competition: competitionFor(reading, readings(), declaration.order) }));
}
