import { Injectable, signal } from '@angular/core';
import type { Params } from '@angular/router';

/** The query of the flows page as it was left, so that going back finds the same filter. */
@Injectable({ providedIn: 'root' })
export class LastList {
  readonly #query = signal<Params>({});

  readonly query = this.#query.asReadonly();

  remember(query: Params): void {
    this.#query.set(query);
  }
}
