import type { SentFlowStatus } from '@flow-trail/contracts';
import type { FlowEntity } from '../storage/entities/flow.entity.js';
import type { StepEntity } from '../storage/entities/step.entity.js';

const mostStepNames = 20;

/** What a flow's row says of its steps; made anew from all of them at each commit. */
export function summarise(
  flow: Pick<FlowEntity, 'sentStatus' | 'finishedAt'>,
  steps: Pick<StepEntity, 'name' | 'iteration' | 'version' | 'position' | 'status'>[],
): Pick<FlowEntity, 'status' | 'stepCount' | 'stepNames'> {
  const ordered = [...steps].sort((a, b) => a.position - b.position || (a.name < b.name ? -1 : 1));
  const names = [...new Set(ordered.map(({ name }) => name))];
  const lastTries = new Map<string, (typeof ordered)[number]>();
  for (const step of [...steps].sort((a, b) => a.version - b.version)) {
    lastTries.set(JSON.stringify([step.name, step.iteration]), step);
  }
  return {
    status: flow.sentStatus ?? derivedStatus(flow.finishedAt, [...lastTries.values()]),
    stepCount: lastTries.size,
    stepNames: names.slice(0, mostStepNames),
  };
}

function derivedStatus(finishedAt: Date | null, lastTries: Pick<StepEntity, 'status'>[]): SentFlowStatus {
  if (!finishedAt) return 'running';
  return lastTries.some(({ status }) => status === 'failed') ? 'failed' : 'completed';
}
