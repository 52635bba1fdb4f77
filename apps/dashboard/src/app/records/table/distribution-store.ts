import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';

import { EngineClient } from '../engine-client';
import type { Distribution } from '../engine/distribution';
import type { RecordQuery } from '../engine/record-set';

/** Whoever types is not to wait for what the heads say. */
const REST_MS = 120;

export interface DistributionWish {
  observationId: string;
  query: RecordQuery;
  paths: readonly string[];
}

/** How the values of each column are spread over the records that match; asked one at a time, so that rows go first. */
@Injectable()
export class DistributionStore {
  readonly #engine = inject(EngineClient);
  readonly #shown = signal<ReadonlyMap<string, Distribution>>(new Map());
  #observationId = '';
  /** Which of its records they are about. */
  #query = '';
  #known = new Map<string, Distribution>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  /** By path; those of the records before stay until the new ones come. */
  readonly shown = this.#shown.asReadonly();
  /** How many records they are about; null until the first is counted. */
  readonly records = computed(() => [...this.#shown().values()][0]?.records ?? null);

  constructor() {
    inject(DestroyRef).onDestroy(() => this.#stop());
  }

  want(wish: DistributionWish): void {
    const { observationId, query } = wish;
    if (observationId !== this.#observationId) this.clear();
    this.#observationId = observationId;
    const key = JSON.stringify([query.conditions, query.text]);
    if (key !== this.#query) this.#known = new Map();
    this.#query = key;
    this.#stop();
    this.#timer = setTimeout(() => void this.#ask(wish, this.#turn), REST_MS);
  }

  /** The records are read anew. */
  clear(): void {
    this.#stop();
    this.#query = '';
    this.#known = new Map();
    this.#shown.set(new Map());
  }

  async #ask({ observationId, query, paths }: DistributionWish, turn: number): Promise<void> {
    for (const path of paths) {
      if (this.#known.has(path)) continue;
      const answer = await this.#engine.distribution(observationId, query, path);
      if (turn !== this.#turn) return;
      if (answer.status === 'failed' || !answer.value) return;
      this.#known.set(path, answer.value);
      this.#shown.update((shown) => new Map([...shown, ...this.#known]));
    }
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#turn++;
  }
}
