import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { Declaration, DecisionDeclaration, DeclarationRequest, ProposalAnswer } from '@flow-trail/contracts';

import { DecisionClient, type FlowAddress } from '../../../api/decision-client';
import type { Failure } from '../../../api/failure';
import type { Preview } from './preview-messages';
import { PastRuns } from './past-runs';
import { PreviewClient } from './preview-client';

export type ProposalState =
  { status: 'loading' } | { status: 'failed'; failure: Failure } | { status: 'ready'; proposal: ProposalAnswer };

export type SavingState =
  | { status: 'idle' }
  | { status: 'saving' }
  | { status: 'failed'; failure: Failure }
  /** `pending`: runs that are still to be read again; null while nobody knows. */
  | { status: 'saved'; saved: Declaration; pending: number | null };

/** The proposal for one observation, the preview of what is in the editor, and what became of saving it. */
@Injectable()
export class DeclareStore {
  readonly #client = inject(DecisionClient);
  readonly #previews = inject(PreviewClient);
  readonly #pastRuns = inject(PastRuns);
  readonly #proposal = signal<ProposalState>({ status: 'loading' });
  readonly #preview = signal<Preview | null>(null);
  readonly #saving = signal<SavingState>({ status: 'idle' });
  #abort = new AbortController();
  #previewed = 0;

  readonly proposal = this.#proposal.asReadonly();
  readonly preview = this.#preview.asReadonly();
  readonly saving = this.#saving.asReadonly();

  constructor() {
    inject(DestroyRef).onDestroy(() => this.#abort.abort());
  }

  /** Forgets the observation before. */
  async open(flow: FlowAddress, observationId: string): Promise<void> {
    this.#abort.abort();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.#proposal.set({ status: 'loading' });
    this.#preview.set(null);
    this.#saving.set({ status: 'idle' });
    const answer = await this.#client.proposal(flow, observationId, signal);
    if (!signal.aborted) {
      this.#proposal.set(answer.status === 'ok' ? { status: 'ready', proposal: answer.value } : answer);
    }
  }

  /** Of several the last one counts. */
  async show(flow: FlowAddress, observationId: string, declaration: DecisionDeclaration | null): Promise<void> {
    const turn = ++this.#previewed;
    if (!declaration) return this.#preview.set(null);
    const preview = await this.#previews.preview(flow, observationId, declaration);
    if (turn === this.#previewed) this.#preview.set(preview);
  }

  async save(request: DeclarationRequest): Promise<void> {
    const { signal } = this.#abort;
    this.#saving.set({ status: 'saving' });
    const answer = await this.#client.declare(request);
    if (signal.aborted) return;
    if (answer.status === 'failed') return this.#saving.set(answer);
    this.#saving.set({ status: 'saved', saved: answer.value, pending: null });
    const saved = answer.value;
    const onPending = (pending: number): void => this.#saving.set({ status: 'saved', saved, pending });
    await this.#pastRuns.follow(saved.flowName, signal, onPending);
  }
}
