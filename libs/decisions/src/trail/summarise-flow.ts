import { type OutcomeCounts, summaryVersion } from '../summary/decision-summary.js';
import { absentReason } from '../summary/reason-form.js';
import type { ReasonSummary } from '../summary/summarise-reasons.js';
import type { FlowSummary, StageSummary } from './flow-summary.js';
import { notableCandidates } from './notable.js';
import type { Stage } from './stage.js';
import type { Trail } from './trail.js';

const MOST_STAGES = 200;
const MOST_REASONS = 20;

/** The funnel of a flow and its notable candidates. */
export function summariseFlow(trail: Trail): FlowSummary {
  const stages = trail.stages.map((stage) => summariseStage(trail, stage));
  return {
    summaryVersion,
    stages: stages.slice(0, MOST_STAGES),
    moreStages: Math.max(0, stages.length - MOST_STAGES),
    unexplained: stages.reduce((sum, stage) => sum + stage.unexplained + stage.vanished + stage.appeared, 0),
    notable: notableCandidates(trail),
  };
}

function summariseStage(trail: Trail, stage: Stage): StageSummary {
  const absent = trail.absent(stage).size;
  const counts = sumOutcomes(stage);
  const { step, name } = stage.parts[0] as Stage['parts'][number];
  return {
    name: stage.name,
    step: step.name,
    observation: name,
    kind: stage.kind,
    from: trail.from(stage).map((before) => before.name),
    observations: stage.parts.map(({ id }) => id),
    iterations: stage.steps.length,
    ...counts,
    in: counts.in + absent,
    dropped: counts.dropped + absent,
    absent,
    notRecorded: stage.notRecorded,
    distinct: { in: stage.present.size + absent, kept: [...stage.kept()].length },
    ...continuation(trail, stage),
    conflicts: stage.parts.reduce((sum, { summary }) => sum + summary.conflicts, 0),
    reasons: mergeReasons(stage, absent),
  };
}

function continuation(trail: Trail, stage: Stage): Pick<StageSummary, 'continued' | 'vanished' | 'appeared'> {
  const next = trail.into(stage);
  const continued = [...stage.kept()].filter((hash) => next.some((other) => trail.isSeen(hash, stage, other))).length;
  const [unseen, appeared] = [trail.unseen(stage).length, trail.appeared(stage).length];
  return {
    continued,
    vanished: unseen && Math.max(0, unseen - sumNotRecorded(trail.downstream(stage))),
    appeared: appeared && Math.max(0, appeared - sumNotRecorded(trail.from(stage))),
  };
}

const sumNotRecorded = (stages: readonly Stage[]): number =>
  stages.reduce((sum, { notRecorded }) => sum + notRecorded, 0);

function sumOutcomes({ parts }: Stage): OutcomeCounts {
  const sum = { in: 0, kept: 0, dropped: 0, error: 0, skipped: 0, unexplained: 0 };
  for (const { summary } of parts) for (const outcome of countNames) sum[outcome] += summary[outcome];
  return sum;
}

const countNames = ['in', 'kept', 'dropped', 'error', 'skipped', 'unexplained'] as const;

function mergeReasons({ parts }: Stage, absent: number): ReasonSummary[] {
  const merged = new Map<string, ReasonSummary>();
  for (const reason of parts.flatMap(({ summary }) => summary.reasons)) {
    const id = JSON.stringify([reason.outcome, reason.rule, reason.reason]);
    const known = merged.get(id);
    if (known) known.count += reason.count;
    else merged.set(id, { ...reason });
  }
  const all = [...merged.values()];
  if (absent > 0) all.push({ outcome: 'dropped', rule: null, reason: absentReason, count: absent });
  return all.sort((left, right) => right.count - left.count).slice(0, MOST_REASONS);
}
