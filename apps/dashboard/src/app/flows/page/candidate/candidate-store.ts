import { inject, Injectable, signal } from '@angular/core';
import type { CandidateAnswer } from '@flow-trail/contracts';

import { DecisionClient, type FlowAddress } from '../../../api/decision-client';
import type { Answer, Failure } from '../../../api/failure';

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
    const answer = await this.#exact(flow, id, kind, signal);
    if (signal.aborted) return;
    this.#state.set(answer.status === 'ok' ? { status: 'ready', answer: answer.value } : answer);
  }

  /** The server reads `7` as the text first; links carry keys, in which it is the number. A space before it is no part of a number. */
  async #exact(
    flow: FlowAddress,
    id: string,
    kind: string | null,
    signal: AbortSignal,
  ): Promise<Answer<CandidateAnswer>> {
    const answer = await this.#client.why(flow, id, kind, signal);
    if (answer.status === 'failed' || !answer.value.alsoNamed.some(({ key }) => key === id)) return answer;
    const exact = await this.#client.why(flow, ` ${id}`, kind, signal);
    if (exact.status === 'failed' || exact.value.key !== id) return answer;
    const { key, kind: itsKind } = answer.value;
    return { status: 'ok', value: { ...exact.value, alsoNamed: [{ kind: itsKind, key }, ...exact.value.alsoNamed] } };
  }
}
