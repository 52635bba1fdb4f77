import type { FlowDocument, ObservationDetail } from '@flow-trail/contracts';

import { declarationOf } from '../decisions-of';

/** An observation that nobody declared, for all of its name in steps of that name. */
export interface Undeclared {
  step: string;
  observation: ObservationDetail;
}

/** In the order of the flow; of tries, iterations and versions the last one stands for all. */
export function undeclaredIn({ steps }: FlowDocument): Undeclared[] {
  const places = new Map<string, Undeclared>();
  for (const step of steps)
    for (const observation of step.observations) {
      if (declarationOf(observation) !== null || !mayHoldRecords(observation)) continue;
      places.set(JSON.stringify([step.name, observation.name]), { step: step.name, observation });
    }
  return [...places.values()];
}

/** What went in as a setting decides nothing; what has no records may still wrap some. */
const mayHoldRecords = ({ role, records }: ObservationDetail): boolean => role !== 'config' && records !== 0;
