import type { DecisionDeclaration, JsonObject } from '@flow-trail/contracts';
import type { Field } from './fields.js';
import { fieldFor, put } from './fields.js';
import type { SeededRandom } from './random.js';
import type { Candidate, PlannedRecord, Stage } from './stage.js';
import type { Ending } from './truth.js';

/** Where the numbers of an order are written. */
export interface Fields {
  outcome: Field;
  reason: Field;
  score: Field;
  rank: Field;
}

/** A record in the making. */
export interface Scored {
  candidate: Candidate;
  score: number;
  body: JsonObject;
}

/** Places for them that differ from stage to stage. */
export const fieldsFor = (random: SeededRandom): Fields => ({
  outcome: fieldFor(random, 'outcome'),
  reason: fieldFor(random, 'reason'),
  score: fieldFor(random, 'score'),
  rank: fieldFor(random, 'rank'),
});

/** Scores that are sixteenths, so that differences and sums are exact; no two alike; the best first. */
export function scored(random: SeededRandom, incoming: readonly Candidate[], order: 'asc' | 'desc'): Scored[] {
  let score = random.int(0, 8) / 16;
  const ascending = random.shuffled(incoming).map((candidate) => {
    score += random.int(1, 12) / 16;
    return { candidate, score, body: {} };
  });
  return order === 'asc' ? ascending : ascending.toReversed();
}

/** The record with its outcome and reason. */
export function finished(fields: Fields, { candidate, body }: Scored, ending: Ending | null): PlannedRecord {
  put(body, fields.outcome, ending === null ? 'kept' : 'dropped');
  if (ending?.reason !== undefined) put(body, fields.reason, ending.reason);
  return { candidate, countedAs: ending === null ? 'kept' : 'dropped', ending, rules: {}, body };
}

/** The records stand in any order; ranks and scores say which is theirs. */
export const stage = (
  random: SeededRandom,
  declares: Partial<DecisionDeclaration>,
  records: PlannedRecord[],
): Stage => ({
  declares,
  combine: 'all',
  records: random.chance(0.5) ? random.shuffled(records) : records,
  absent: [],
});
