import { Injectable, signal } from '@angular/core';

import { keepKey, keptKey } from './kept-key';

/** The key that a person gave this tab. It goes with the tab, and to no server but the page's own. */
@Injectable({ providedIn: 'root' })
export class ApiKey {
  readonly #value = signal(keptKey());

  readonly value = this.#value.asReadonly();

  /** Leaves out what a header cannot carry, such as the line end that came with a copy. */
  keep(text: string): void {
    const key = text.replace(/[^\w.~+/=-]/g, '') || null;
    this.#value.set(key);
    keepKey(key);
  }
}
