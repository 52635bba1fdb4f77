import type { CandidateKey } from '../reading/candidate-id.js';
import type { CountedOutcome } from '../reading/read-record.js';
import type { CandidateReference } from './sightings.js';

/** All that can have become of a candidate. */
export const whyVerdicts = [
  'selected',
  'dropped-by-rule',
  'dropped-with-reason',
  'rule-not-recorded',
  'cut',
  'outranked',
  'not-drawn',
  'lost-slot',
  'not-evaluated',
  'skipped',
  'errored',
  'vanished',
  'unexplained',
  'not-recorded',
  'never-retrieved',
] as const;
export type WhyVerdict = (typeof whyVerdicts)[number];

/** What became of one candidate and why; less than 2 KB as JSON. */
export interface WhyAnswer {
  kind: string;
  key: CandidateKey;
  label: string | null;
  verdict: WhyVerdict;
  /** The verdict with its place and numbers, for a person. */
  sentence: string;
  /** `step/observation` where it was decided; null when it was never seen. */
  stage: string | null;
  /** The rule that dropped it. */
  rule: string | null;
  /** By how much: of the rule, or of the score behind whom it lost to. Negative or 0. */
  margin: number | null;
  /** Where it was seen, in the order of the flow. */
  path: WhySighting[];
  /** Sightings left out of the middle of the path, to keep the answer small. */
  leftOut: number;
  /** Other candidates that the same text can mean, such as the number 42 beside the text "42". */
  alsoNamed: CandidateReference[];
}

export interface WhySighting {
  stage: string;
  observationId: string;
  iteration: number;
  /** Of the record, from 0. */
  index: number;
  outcome: CountedOutcome;
  rule: string | null;
  score: number | null;
  rank: number | null;
}
