import type { DecisionDeclaration, JsonObject } from '@flow-trail/contracts';
import type { Field } from './fields.js';
import type { SeededRandom } from './random.js';
import type { CandidateId, CountedAs, Ending, RuleTruth } from './truth.js';

export interface Candidate {
  id: CandidateId;
  label: string;
}

/** One record that will be written, with what is true of it. */
export interface PlannedRecord {
  candidate: Candidate;
  countedAs: CountedAs;
  /** Null for the kept. */
  ending: Ending | null;
  rules: { [rule: string]: RuleTruth };
  /** The record without its id and label. */
  body: JsonObject;
  /** Where its reason stands, when nothing else explains why it was dropped. */
  onlyReason?: Field;
}

/** One decision about the candidates that came in. */
export interface Stage {
  declares: Partial<DecisionDeclaration>;
  combine: 'all' | 'any' | { atLeast: number };
  records: PlannedRecord[];
  /** Who was dropped here without a record of it. */
  absent: Candidate[];
}

export type MakeStage = (random: SeededRandom, incoming: readonly Candidate[]) => Stage;

export const kept = (candidate: Candidate, body: JsonObject = {}): PlannedRecord => ({
  candidate,
  countedAs: 'kept',
  ending: null,
  rules: {},
  body,
});
