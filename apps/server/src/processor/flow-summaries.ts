import type { Funnel } from '@flow-trail/contracts';
import {
  clipped,
  keyText,
  Trail,
  summariseFlow,
  summaryVersion,
  type FlowSummary,
  type TrailPart,
} from '@flow-trail/decisions';
import { trailStep } from '../decisions/trail-parts.js';
import type { CandidateEntity } from '../storage/entities/candidate.entity.js';
import type { FlowEntity } from '../storage/entities/flow.entity.js';
import type { StepEntity } from '../storage/entities/step.entity.js';
import { storableSummary } from './storable.js';

/** What a flow's row says of all its decisions. */
export type FlowDecisions = Pick<FlowEntity, 'summary' | 'summaryVersion' | 'funnel'>;

const mostStages = 20;
const mostNames = 3;
const nameLength = 80;

/** Always from all parts, never by increment: the same whatever the order in which they came. */
export function decideFlow(parts: TrailPart[], steps: StepEntity[]): FlowDecisions {
  if (parts.length === 0) return { summary: null, summaryVersion, funnel: null };
  const summary = storableSummary(summariseFlow(new Trail(parts, steps.map(trailStep))));
  return { summary, summaryVersion, funnel: summary && funnelOf(summary) };
}

function funnelOf({ stages, unexplained, notable }: FlowSummary): Funnel {
  const last = stages.at(-1);
  const shown = stages.filter((stage, place) => place < mostStages - 1 || stage === last);
  const winners = notable.filter(({ role, stage }) => role === 'winner' && stage === last?.name);
  return {
    stages: shown.map(({ name, in: came, kept }) => ({ name, in: came, kept })),
    unexplained,
    selected: winners.slice(0, mostNames).map(({ label, key }) => clipped(label ?? keyText(key), nameLength)),
  };
}

export const candidateRows = ({
  projectId,
  id,
  attempt,
  summary,
}: Pick<FlowEntity, 'projectId' | 'id' | 'attempt' | 'summary'>): CandidateEntity[] =>
  (summary?.notable ?? []).map(({ index, ...candidate }, place) => ({
    projectId,
    flowId: id,
    attempt,
    place,
    record: index,
    ...candidate,
  }));
