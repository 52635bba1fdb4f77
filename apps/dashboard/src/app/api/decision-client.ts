import { inject, Injectable } from '@angular/core';
import type {
  CandidateAnswer,
  Declaration,
  DeclarationPage,
  DeclarationRequest,
  ProposalAnswer,
} from '@flow-trail/contracts';

import type { Answer } from './failure';
import { ServerClient } from './server-client';

/** One attempt of one flow. */
export interface FlowAddress {
  id: string;
  attempt: number;
}

/** Asks why, and says how records are read as decisions. */
@Injectable({ providedIn: 'root' })
export class DecisionClient {
  readonly #server = inject(ServerClient);

  why(
    flow: FlowAddress,
    candidate: string,
    kind: string | null,
    signal: AbortSignal,
  ): Promise<Answer<CandidateAnswer>> {
    const query = queryOf({ attempt: flow.attempt, kind });
    return this.#server.get(`${pathOf(flow)}/candidates/${encodeURIComponent(candidate)}?${query}`, signal);
  }

  proposal(flow: FlowAddress, observationId: string, signal: AbortSignal): Promise<Answer<ProposalAnswer>> {
    const query = queryOf({ attempt: flow.attempt });
    return this.#server.get(`${pathOf(flow)}/observations/${observationId}/proposal?${query}`, signal);
  }

  declarations(flowName: string, signal: AbortSignal): Promise<Answer<DeclarationPage>> {
    return this.#server.get(`/api/declarations?${queryOf({ flowName })}`, signal);
  }

  declare(request: DeclarationRequest): Promise<Answer<Declaration>> {
    return this.#server.put('/api/declarations', request);
  }
}

const pathOf = ({ id }: FlowAddress): string => `/api/flows/${encodeURIComponent(id)}`;

function queryOf(given: Record<string, string | number | null>): URLSearchParams {
  const named = Object.entries(given).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]]));
  return new URLSearchParams(named);
}
