import type { CandidateKey } from '../reading/candidate-id.js';
import { doubleOf } from '../reading/exact-number.js';
import { countedOutcomes, type UnexplainedCause, unexplainedCauses } from '../reading/read-record.js';
import type { DecisionColumns } from './decision-columns.js';
import type { DecisionSummary, OutcomeCounts } from './decision-summary.js';
import { NONE } from './growing.js';
import { summariseNumbers } from './number-summary.js';
import { sampleRecords } from './sample.js';
import { summariseContributions } from './summarise-contributions.js';
import { summariseGroups } from './summarise-groups.js';
import { summariseReasons } from './summarise-reasons.js';
import { summariseOverlaps, summariseRules } from './summarise-rules.js';
import { Tallies } from './tallies.js';

export interface DecisionContext {
  /** The data around the records, where `total` is read. */
  envelope: unknown;
  /** Candidates that are sampled whatever became of them. */
  watched?: ReadonlySet<CandidateKey>;
}

/** What the records of one observation say together. */
export function summariseDecision(columns: DecisionColumns, { envelope, watched }: DecisionContext): DecisionSummary {
  const tallies = new Tallies(columns);
  const rules = summariseRules(columns, tallies);
  const total = doubleOf(columns.declaration.total?.(envelope));
  return {
    kind: columns.declaration.kind,
    ...countOutcomes(columns),
    total,
    notRecorded: Math.max(0, Math.floor(total ?? 0) - columns.length),
    distinct: countDistinct(columns),
    withoutId: count(columns.candidates.view(columns.length), NONE),
    conflicts: count(columns.conflicts.view(columns.length), 1),
    causes: countCauses(columns),
    unknownWords: columns.words.texts,
    rules,
    overlaps: summariseOverlaps(columns),
    reasons: summariseReasons(columns, tallies),
    scores: summariseNumbers(columns.scores.view(columns.length)),
    contributions: summariseContributions(columns),
    groups: summariseGroups(columns),
    chances: summariseChances(columns),
    samples: sampleRecords(columns, tallies, rules, watched ?? new Set()),
    problems: columns.declaration.problems,
  };
}

function countOutcomes(columns: DecisionColumns): OutcomeCounts {
  const counts = { in: columns.length, kept: 0, dropped: 0, error: 0, skipped: 0, unexplained: 0 };
  for (const code of columns.outcomes.view(columns.length)) counts[countedOutcomes[code] ?? 'unexplained']++;
  return counts;
}

function countDistinct(columns: DecisionColumns): { in: number; kept: number } {
  const isKept = new Uint8Array(columns.keys.texts.length);
  for (let index = 0; index < columns.length; index++) {
    const candidate = columns.candidates.get(index);
    if (candidate !== NONE && columns.outcomeAt(index) === 'kept') isKept[candidate] = 1;
  }
  return { in: isKept.length, kept: count(isKept, 1) };
}

function countCauses(columns: DecisionColumns): { cause: UnexplainedCause; count: number }[] {
  const codes = columns.causes.view(columns.length);
  const causes = unexplainedCauses.map((cause, at) => ({ cause, count: count(codes, at + 1) }));
  return causes.filter((cause) => cause.count > 0);
}

function summariseChances(columns: DecisionColumns): DecisionSummary['chances'] {
  const summary = summariseNumbers(columns.chances.view(columns.length));
  return summary && { ...summary, sum: summary.mean * summary.count };
}

function count(values: Iterable<number>, wanted: number): number {
  let found = 0;
  for (const value of values) if (value === wanted) found++;
  return found;
}
