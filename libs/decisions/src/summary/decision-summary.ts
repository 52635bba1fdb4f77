import type { UnexplainedCause } from '../reading/read-record.js';
import type { NumberSummary } from './number-summary.js';
import type { Sample } from './sample.js';
import type { ContributionsSummary } from './summarise-contributions.js';
import type { GroupsSummary } from './summarise-groups.js';
import type { ReasonSummary } from './summarise-reasons.js';
import type { RuleOverlap, RuleSummary } from './summarise-rules.js';
import type { ValueSummary } from './value-summary.js';

/** Raised when a summary made earlier would say something else now. */
export const summaryVersion = 2;

/** Records by what became of them: `in` is always the sum of the rest. */
export interface OutcomeCounts {
  in: number;
  kept: number;
  dropped: number;
  error: number;
  skipped: number;
  /** No verdict, or dropped with neither reason nor failed rule. */
  unexplained: number;
}

/** What an observation says, in bounded size (tens of KB at most) and plain JSON. */
export interface ObservationSummary {
  summaryVersion: number;
  records: number;
  /** Null without a declaration. */
  decision: DecisionSummary | null;
  /** By `queryable` path. */
  values: { [path: string]: ValueSummary };
}

/** The decisions of one observation. */
export interface DecisionSummary extends OutcomeCounts {
  /** What the ids name; empty when not declared. */
  kind: string;
  /** How many there were, when the data says so; */
  total: number | null;
  /** how many of them are not among the records. */
  notRecorded: number;
  /** Candidates, however often they are repeated. */
  distinct: { in: number; kept: number };
  /** Records that name no candidate. */
  withoutId: number;
  /** Records whose outcome and rules disagree. */
  conflicts: number;
  causes: { cause: UnexplainedCause; count: number }[];
  /** Outcomes as recorded, that nothing explains; at most 20. */
  unknownWords: string[];
  rules: RuleSummary[];
  overlaps: RuleOverlap[];
  reasons: ReasonSummary[];
  /** `count` of them have a score. */
  scores: NumberSummary | null;
  contributions: ContributionsSummary | null;
  groups: GroupsSummary | null;
  /** `sum` of all chances is about how many were drawn. */
  chances: (NumberSummary & { sum: number }) | null;
  samples: Sample[];
  /** What of the declaration could not be understood, a sentence each. */
  problems: string[];
}
