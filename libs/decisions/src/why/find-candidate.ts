import type { DecisionDeclaration } from '@flow-trail/contracts';
import type { CandidateKey } from '../reading/candidate-id.js';
import { compileDeclaration, type CompiledDeclaration } from '../reading/compile-declaration.js';
import { readRecord, type RecordReading } from '../reading/read-record.js';
import { recordsIn, recordsInText, type RecordSource } from '../reading/records.js';
import { type Competition, Competitions } from './competition.js';

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

/** Every record of an observation, by the candidate that it is about; records that name none are left out. */
export function findAllInText(text: string, declaration: DecisionDeclaration): Map<CandidateKey, Finding[]> {
  const byKey = new Map<CandidateKey, Finding[]>();
  for (const finding of find(compileDeclaration(declaration), (path) => recordsInText(text, path), null)) {
    const key = finding.reading.key as CandidateKey;
    const known = byKey.get(key);
    if (known) known.push(finding);
    else byKey.set(key, [finding]);
  }
  return byKey;
}

/** @param wanted Null for all that name a candidate. */
function find(
  declaration: CompiledDeclaration,
  source: (path: string) => RecordSource,
  wanted: CandidateKey | null,
): Finding[] {
  const competitions = new Competitions(declaration.order, declaration.lostTo !== null);
  const found: RecordReading[] = [];
  let index = 0;
  for (const record of source(declaration.records).records) {
    const reading = readRecord(declaration, record, index++);
    competitions.add(reading);
    if (wanted === null ? reading.key !== null : reading.key === wanted) found.push(reading);
  }
  return found.map((reading) => ({ reading, competition: competitions.of(reading) }));
}
