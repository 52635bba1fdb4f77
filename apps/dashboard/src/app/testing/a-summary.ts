import type { DecisionSummary, FlowSummary, StageSummary } from '@flow-trail/decisions';

const nobody = { in: 0, kept: 0, dropped: 0, error: 0, skipped: 0, unexplained: 0 };

export function aStage(given: Partial<StageSummary> = {}): StageSummary {
  const name = given.name ?? 'filters/verdicts';
  const [step = name, observation = name] = name.split('/');
  return {
    name,
    step,
    observation,
    kind: '',
    from: [],
    observations: [`observation ${observation}`],
    iterations: 1,
    ...nobody,
    absent: 0,
    notRecorded: 0,
    distinct: { in: given.in ?? 0, kept: given.kept ?? 0 },
    continued: 0,
    vanished: 0,
    appeared: 0,
    conflicts: 0,
    reasons: [],
    ...given,
  };
}

export const aFlowSummary = (stages: StageSummary[], given: Partial<FlowSummary> = {}): FlowSummary => ({
  summaryVersion: 1,
  stages,
  moreStages: 0,
  unexplained: stages.reduce((sum, { unexplained, vanished, appeared }) => sum + unexplained + vanished + appeared, 0),
  notable: [],
  ...given,
});

export const aDecision = (given: Partial<DecisionSummary> = {}): DecisionSummary => ({
  ...nobody,
  kind: '',
  total: null,
  notRecorded: 0,
  distinct: { in: given.in ?? 0, kept: given.kept ?? 0 },
  withoutId: 0,
  conflicts: 0,
  causes: [],
  unknownWords: [],
  rules: [],
  overlaps: [],
  reasons: [],
  scores: null,
  contributions: null,
  groups: null,
  chances: null,
  samples: [],
  problems: [],
  ...given,
});
