import type { Params } from '@angular/router';
import type { FlowDocument } from '@flow-trail/contracts';

import { noRecordState } from '../../records/record-url';
import { findObservation } from './decisions-of';
import { observationWord, stepWord } from './selection';

/** The query that opens an observation, with one of its records or some of them; null when the flow has no such one. */
export function recordLink(
  document: FlowDocument,
  observationId: string | undefined,
  state: Params = {},
): Params | null {
  const found = findObservation(document, observationId);
  if (!found) return null;
  const { step, observation } = found;
  return {
    ...noRecordState,
    tab: null,
    match: null,
    order: null,
    first: null,
    step: stepWord(document.steps, step),
    obs: observationWord(step, observation),
    ...state,
  };
}
