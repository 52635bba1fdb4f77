import type { FlowDocument, ObservationDetail, StepDetail } from '@flow-trail/contracts';

import type { MatrixPart } from './matrix-part';
import type { MatrixAddress } from './matrix-reader';

/** All decisions of a flow, read by the later declaration where there is one; null when nothing declares any. */
export function matrixAddress({ flow, steps }: FlowDocument): MatrixAddress | null {
  const parts = steps.flatMap((step) => step.observations.flatMap((observation) => partOf(step, observation) ?? []));
  if (parts.length === 0) return null;
  const { id: flowId, attempt } = flow;
  const places = steps.map(({ name, version, iteration, position, parent, createdAt, startedAt, finishedAt }) => ({
    name,
    version,
    iteration,
    position,
    parent,
    createdAt,
    startedAt,
    finishedAt,
  }));
  return { matrixId: JSON.stringify([flowId, attempt, parts, places]), flowId, attempt, parts, steps: places };
}

export const hasDecisions = ({ steps }: FlowDocument): boolean =>
  steps.some(({ observations }) => observations.some(({ declared, decision }) => (declared ?? decision) !== null));

function partOf(step: StepDetail, observation: ObservationDetail): MatrixPart | null {
  const declaration = observation.declared ?? observation.decision;
  if (!declaration) return null;
  const { name, version, iteration } = step;
  return {
    observationId: observation.id,
    step: { name, version, iteration },
    name: observation.name,
    version: observation.version,
    role: observation.role,
    declaration,
    records: observation.records,
  };
}
