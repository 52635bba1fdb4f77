import { inject, Injectable, signal } from '@angular/core';

import type { Failure } from '../api/failure';
import type { Declared } from './engine/column';
import type { DataAddress, OpenedData } from './engine/messages';
import { EngineClient } from './engine-client';

export type DataState =
  | { status: 'loading'; received: number; of: number | null }
  | { status: 'failed'; failure: Failure }
  | { status: 'ready'; data: OpenedData };

const beginning: DataState = { status: 'loading', received: 0, of: null };

/** The observation that is being looked at; choosing another one cancels the one on its way. */
@Injectable()
export class DataStore {
  readonly #engine = inject(EngineClient);
  readonly #state = signal<DataState>(beginning);
  #abort = new AbortController();

  readonly state = this.#state.asReadonly();

  async open(address: DataAddress, declared: Declared): Promise<void> {
    this.close();
    const { signal } = this.#abort;
    this.#state.set(beginning);
    const onProgress = (received: number, of: number | null): void => {
      if (!signal.aborted) this.#state.set({ status: 'loading', received, of });
    };
    const answer = await this.#engine.open(address, declared, signal, onProgress);
    if (!answer || signal.aborted) return;
    this.#state.set(answer.status === 'ok' ? { status: 'ready', data: answer.value } : answer);
  }

  close(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
  }
}
