import type { OutcomeCounts } from '../summary/decision-summary.js';
import type { ReasonSummary } from '../summary/summarise-reasons.js';
import type { NotableCandidate } from './notable.js';

/** The funnel of a flow and what stands out in it: plain JSON, bounded, the same from its parts in any order. */
export interface FlowSummary {
  summaryVersion: number;
  /** In the order of the flow, at most 200. */
  stages: StageSummary[];
  /** Stages beyond those. */
  moreStages: number;
  /** Of all stages: what nobody explained, who vanished and who appeared. */
  unexplained: number;
  /** At most 50. */
  notable: NotableCandidate[];
}

/**
 * One bar of the funnel. Records are counted in `in` and what it sums up to; candidates, however often they are
 * repeated, in all the rest.
 */
export interface StageSummary extends OutcomeCounts {
  /** `step/observation`. */
  name: string;
  step: string;
  observation: string;
  kind: string;
  /** Names of the stages whose kept candidates came in; empty where a trail begins. */
  from: string[];
  /** Ids of its observations. */
  observations: string[];
  iterations: number;
  /** Of `dropped`: who came in and is not named here, where only survivors are. */
  absent: number;
  /** Records that the data says were there, and are not. */
  notRecorded: number;
  distinct: { in: number; kept: number };
  /** Kept here and seen at a stage that follows. */
  continued: number;
  /** Kept here and never seen again, though the trail goes on. Those that may be among the not recorded are not counted. */
  vanished: number;
  /** Here without having come in. Those that may be among the not recorded before are not counted. */
  appeared: number;
  /** Records whose outcome and rules disagree. */
  conflicts: number;
  /** Why records did not survive, the most frequent 20. */
  reasons: ReasonSummary[];
}
