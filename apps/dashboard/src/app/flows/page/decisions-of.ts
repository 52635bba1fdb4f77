import type { DecisionDeclaration, FlowDocument, ObservationDetail, StepDetail } from '@flow-trail/contracts';
import type { DecisionSummary, FlowSummary, ObservationSummary } from '@flow-trail/decisions';

/** The funnel of a flow; null when nothing was decided. */
export const flowSummaryOf = ({ flow }: FlowDocument): FlowSummary | null =>
  flow.summary as unknown as FlowSummary | null;

/** What an observation says of its candidates; null where nothing is declared. */
export const decisionOf = ({ summary }: ObservationDetail): DecisionSummary | null =>
  (summary as unknown as ObservationSummary | null)?.decision ?? null;

/** What it is read by. */
export const declarationOf = ({ declared, decision }: ObservationDetail): DecisionDeclaration | null =>
  declared ?? decision;

export interface FoundObservation {
  step: StepDetail;
  observation: ObservationDetail;
}

export function findObservation({ steps }: FlowDocument, id: string | undefined): FoundObservation | null {
  for (const step of steps) {
    const observation = step.observations.find((known) => known.id === id);
    if (observation) return { step, observation };
  }
  return null;
}
