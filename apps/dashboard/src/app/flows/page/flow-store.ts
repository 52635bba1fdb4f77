import { inject, Injectable, signal } from '@angular/core';
import type { FlowDocument } from '@flow-trail/contracts';

import { type Failure, isGone } from '../../api/failure';
import { FlowClient } from '../../api/flow-client';
import { EngineClient } from '../../records/engine-client';

export type FlowState =
  { status: 'loading' } | { status: 'failed'; failure: Failure } | { status: 'ready'; document: FlowDocument };

/** One attempt of one flow, read again while it runs. */
@Injectable()
export class FlowStore {
  readonly #client = inject(FlowClient);
  readonly #engine = inject(EngineClient);
  readonly #state = signal<FlowState>({ status: 'loading' });
  #abort = new AbortController();

  readonly state = this.#state.asReadonly();

  async load(id: string, attempt: number | null): Promise<void> {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#state.set({ status: 'loading' });
    await this.#read(id, attempt, this.#abort.signal);
  }

  /** Reads again what may still change. */
  async refresh(): Promise<void> {
    const state = this.#state();
    if (state.status !== 'ready') return;
    const { id, attempt, status } = state.document.flow;
    if (status === 'running' || status === 'interrupted') await this.#read(id, attempt, this.#abort.signal);
  }

  /** Reads again though it has ended: a declaration can say anew what its records mean. */
  async reread(): Promise<void> {
    const state = this.#state();
    if (state.status !== 'ready') return;
    const { id, attempt } = state.document.flow;
    await this.#read(id, attempt, this.#abort.signal);
  }

  async #read(id: string, attempt: number | null, signal: AbortSignal): Promise<void> {
    const answer = await this.#client.read(id, attempt, signal);
    if (signal.aborted) return;
    if (answer.status === 'ok') return this.#show(answer.value);
    if (isGone(answer.failure)) void this.#engine.forget(id);
    // What is on the page stays when a refresh fails for a moment.
    if (this.#state().status !== 'ready' || isGone(answer.failure)) this.#state.set(answer);
  }

  #show(document: FlowDocument): void {
    const state = this.#state();
    if (state.status === 'ready' && isSame(state.document, document)) return;
    this.#state.set({ status: 'ready', document });
  }
}

const isSame = (known: FlowDocument, read: FlowDocument): boolean =>
  known.flow.revision === read.flow.revision && known.flow.status === read.flow.status;
