import { inject, Injectable, signal } from '@angular/core';

import type { Failure } from '../../api/failure';
import type { RowRange } from '../../ui/virtual-layout';
import { EngineClient, type TimedWindow } from '../engine-client';
import type { RecordQuery } from '../engine/record-set';

interface Wanted {
  observationId: string;
  query: RecordQuery;
  range: RowRange;
  /** Paths of the columns whose cells are wanted. */
  columns: string[];
}

export interface ShownWindow extends TimedWindow {
  /** The columns of its cells. */
  columns: string[];
}

/** The rows in view. One request is under way at a time; of those that come meanwhile only the last is asked. */
@Injectable()
export class WindowStore {
  readonly #engine = inject(EngineClient);
  readonly #window = signal<ShownWindow | null>(null);
  readonly #failure = signal<Failure | null>(null);
  #wanted: Wanted | null = null;
  #isAsking = false;
  #shown = 0;

  readonly window = this.#window.asReadonly();
  readonly failure = this.#failure.asReadonly();

  /** Forgets the rows: another observation is on its way, and they are not its own. */
  clear(): void {
    this.#wanted = null;
    this.#shown++;
    this.#window.set(null);
    this.#failure.set(null);
  }

  async show(wanted: Wanted): Promise<void> {
    this.#wanted = wanted;
    if (this.#isAsking) return;
    this.#isAsking = true;
    for (let next = this.#take(); next; next = this.#take()) await this.#ask(next);
    this.#isAsking = false;
  }

  #take(): Wanted | null {
    const next = this.#wanted;
    this.#wanted = null;
    return next;
  }

  async #ask({ observationId, query, range, columns }: Wanted): Promise<void> {
    const shown = this.#shown;
    const answer = await this.#engine.window(observationId, query, range.from, Math.max(range.count, 1), columns);
    if (shown !== this.#shown) return;
    // Whoever wants something else by now has no use for this failure.
    if (answer.status === 'failed') return this.#failure.set(this.#wanted ? null : answer.failure);
    this.#failure.set(null);
    this.#window.set({ ...answer.value, columns });
  }
}
