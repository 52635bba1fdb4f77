import { candidateKey, type CandidateKey, hashOf, keysMeant } from '../reading/candidate-id.js';
import type { CountedOutcome } from '../reading/read-record.js';
import { outcomeAt } from '../segment/segment.js';
import type { Stage } from '../trail/stage.js';
import type { Trail } from '../trail/trail.js';

/** One record about a candidate, as far as segments know it. */
export interface Sighting {
  stage: Stage;
  observationId: string;
  iteration: number;
  /** Of the record, from 0. */
  index: number;
  hash: number;
  outcome: CountedOutcome;
  /** The rule that dropped it. */
  rule: string | null;
}

/** Every record of a stage that names one candidate. */
export const sightingsAt = (stage: Stage, hash: number): Sighting[] =>
  stage.placesOf(hash).map(({ part: { id, step, segment, summary }, index }) => ({
    stage,
    observationId: id,
    iteration: step.iteration ?? 1,
    index,
    hash,
    outcome: outcomeAt(segment, index),
    rule: summary.rules[segment.rules[index] ?? -1]?.rule ?? null,
  }));

/** A candidate of a flow. */
export interface CandidateReference {
  kind: string;
  key: CandidateKey;
}

/**
 * The candidates that a text can mean, most literal first: `42` finds the text and the number. When none was ever seen,
 * whom it would have named, once for each kind.
 */
export function lookUp(trail: Trail, text: string): CandidateReference[] {
  const kinds = [...new Set(trail.stages.map(({ kind }) => kind))];
  const meant = kinds.flatMap((kind) => keysMeant(text).map((key) => ({ kind, key })));
  const seen = meant.filter((reference) => isAnywhere(trail, reference));
  if (seen.length > 0) return seen;
  return kinds.map((kind) => ({ kind, key: candidateKey(text) ?? '""' }));
}

/** Ids of the observations with a record about a candidate: the data that an answer needs. */
export function observationsWith(trail: Trail, { kind, key }: CandidateReference): string[] {
  const hash = hashOf(key);
  const stages = trail.stages.filter((stage) => stage.kind === kind && stage.present.has(hash));
  return [...new Set(stages.flatMap((stage) => sightingsAt(stage, hash).map(({ observationId }) => observationId)))];
}

function isAnywhere({ stages }: Trail, { kind, key }: CandidateReference): boolean {
  return stages.some((stage) => stage.kind === kind && stage.present.has(hashOf(key)));
}
