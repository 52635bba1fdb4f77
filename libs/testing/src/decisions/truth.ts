import type { Json } from '@flow-trail/contracts';

/** What became of a candidate in the whole flow: each is exactly one of these. */
export const verdictKinds = [
  'never-retrieved',
  'not-recorded',
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
  'selected',
] as const;
export type VerdictKind = (typeof verdictKinds)[number];

/** How a record counts. */
export type CountedAs = 'kept' | 'dropped' | 'error' | 'skipped' | 'unexplained';

/** What one rule truly said of one record; `missing`: it found no value and says nothing of such records. */
export type RuleTruth = 'passed' | 'failed' | 'not evaluated' | 'missing';

/** A number or a text, or several of them for a pair. */
export type CandidateId = number | string | (number | string)[];

/** Why a candidate did not survive a step. */
export interface Ending {
  verdict: VerdictKind;
  /** The first failed rule in declared order, with what it compared; null when no number was recorded. */
  rule?: string;
  actual?: Json;
  threshold?: Json;
  reason?: string;
  /** Places that were kept (cut), score behind the winner (outranked), chance (not-drawn). */
  number?: number;
  /** Who won instead. */
  by?: CandidateId;
}

export interface CandidateTruth extends Ending {
  id: CandidateId;
  kind: string | null;
  label: string | null;
  /** Where it was decided; null when it was never there. */
  step: string | null;
  observation: string | null;
  /** Of the last record about it; 1 when there is none. */
  iteration: number;
}

export interface RuleCounts {
  failed: number;
  failedFirst: number;
  failedAlone: number;
}

/** in = kept + dropped + error + skipped + unexplained. */
export interface ObservationTruth {
  step: string;
  version: number;
  iteration: number;
  observation: string;
  in: number;
  kept: number;
  dropped: number;
  error: number;
  skipped: number;
  unexplained: number;
  notRecorded: number;
  rules: { [rule: string]: RuleCounts };
}

export interface FlowTruth {
  observations: ObservationTruth[];
  candidates: CandidateTruth[];
  /** Candidates kept by a step and never seen again, though the flow went on. */
  vanished: number;
  /** Candidates seen by a step, though none before kept them. */
  appeared: number;
}
