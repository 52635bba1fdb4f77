import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { DecisionDeclaration, ProposalAnswer } from '@flow-trail/contracts';

import { DecisionClient, type FlowAddress } from '../../../api/decision-client';
import type { Failure } from '../../../api/failure';
import { PastRuns } from '../declare/past-runs';
import { PreviewClient } from '../declare/preview-client';
import type { Preview } from '../declare/preview-messages';
import type { Undeclared } from './undeclared';

type Proposed = Extract<ProposalAnswer, { declaration: DecisionDeclaration }>;

export type Finding =
  | { status: 'looking' }
  | { status: 'refused'; reason: string }
  | { status: 'failed'; failure: Failure }
  | { status: 'found'; proposal: Proposed; preview: Preview | null; isChosen: boolean };

export interface FoundPlace extends Undeclared {
  finding: Finding;
}

export type KeepingState =
  | { status: 'idle' }
  | { status: 'saving'; saved: number; of: number }
  | { status: 'failed'; failure: Failure; saved: number; of: number }
  /** `pending`: runs that are still to be read again; null while nobody knows. */
  | { status: 'kept'; saved: number; pending: number | null };

/** What the data of a whole flow proposes, what it would say, and what became of keeping it. */
@Injectable()
export class DeclareAllStore {
  readonly #client = inject(DecisionClient);
  readonly #previews = inject(PreviewClient);
  readonly #pastRuns = inject(PastRuns);
  readonly #places = signal<readonly FoundPlace[]>([]);
  readonly #keeping = signal<KeepingState>({ status: 'idle' });
  #abort = new AbortController();

  readonly places = this.#places.asReadonly();
  readonly keeping = this.#keeping.asReadonly();

  constructor() {
    inject(DestroyRef).onDestroy(() => this.#abort.abort());
  }

  /** One after the other: what is proposed for a step builds on what its data says of those before it. */
  async look(flow: FlowAddress, places: readonly Undeclared[]): Promise<void> {
    this.#abort.abort();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.#keeping.set({ status: 'idle' });
    this.#places.set(places.map((place) => ({ ...place, finding: { status: 'looking' } })));
    for (const { observation } of places) {
      const finding = await this.#propose(flow, observation.id, signal);
      if (signal.aborted) return;
      this.#set(observation.id, finding);
      if (finding.status !== 'found') continue;
      const preview = await this.#previews.preview(flow, observation.id, finding.proposal.declaration);
      if (signal.aborted) return;
      this.#update(observation.id, (known) => ({ ...known, preview }));
    }
  }

  toggle(observationId: string): void {
    this.#update(observationId, (known) => ({ ...known, isChosen: !known.isChosen }));
  }

  /** Keeps what is chosen for every run of that name, and follows until past ones are read by it. */
  async keep(flowName: string): Promise<void> {
    const { signal } = this.#abort;
    const chosen = this.#places().flatMap((place) =>
      place.finding.status === 'found' && place.finding.isChosen ? { ...place, ...place.finding.proposal } : [],
    );
    for (const [saved, { step, observation, declaration: decision }] of chosen.entries()) {
      this.#keeping.set({ status: 'saving', saved, of: chosen.length });
      const answer = await this.#client.declare({ flowName, step, observation: observation.name, decision });
      if (signal.aborted) return;
      if (answer.status === 'failed') return this.#keeping.set({ ...answer, saved, of: chosen.length });
    }
    this.#keeping.set({ status: 'kept', saved: chosen.length, pending: null });
    const onPending = (pending: number): void => this.#keeping.set({ status: 'kept', saved: chosen.length, pending });
    await this.#pastRuns.follow(flowName, signal, onPending);
  }

  async #propose(flow: FlowAddress, observationId: string, signal: AbortSignal): Promise<Finding> {
    const answer = await this.#client.proposal(flow, observationId, signal);
    if (answer.status === 'failed') return answer;
    const { value } = answer;
    if (value.declaration === null) return { status: 'refused', reason: value.reason };
    return { status: 'found', proposal: value, preview: null, isChosen: true };
  }

  #set(observationId: string, finding: Finding): void {
    this.#places.update((places) =>
      places.map((place) => (place.observation.id === observationId ? { ...place, finding } : place)),
    );
  }

  #update(observationId: string, change: (known: Extract<Finding, { status: 'found' }>) => Finding): void {
    const finding = this.#places().find(({ observation }) => observation.id === observationId)?.finding;
    if (finding?.status === 'found') this.#set(observationId, change(finding));
  }
}
