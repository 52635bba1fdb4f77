import { inject, Injectable, signal } from '@angular/core';
import type { CandidateAnswer } from '@flow-trail/contracts';

import { DecisionClient, type FlowAddress } from '../../../api/decision-client';
import type { Failure } from '../../../api/failure';

export type CandidateState =
  | { status: 'idle' }
  | { status: 'loading' }
  | { status: 'failed'; failure: Failure }
  | { status: 'ready'; answer: CandidateAnswer };

/** What became of the candidate that was asked about last. */
@Injectable()
export class CandidateStore {
  readonly #client = inject(DecisionClient);
  readonly #state = signal<CandidateState>({ status: 'idle' });
  #abort = new AbortController();

  readonly state = this.#state.asReadonly();

  async ask(flow: FlowAddress, id: string, kind: string | null): Promise<void> {
    this.#abort.abort();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    if (id.trim() === '') return this.#state.set({ status: 'idle' });
    this.#state.set({ status: 'loading' });
    const answer = await this.#client.why(flow, id, kind, signal);
    if (signal.aborted) return;
    this.#state.set(answer.status === 'ok' ? { status: 'ready', answer: answer.value } : answer);
  }
}
