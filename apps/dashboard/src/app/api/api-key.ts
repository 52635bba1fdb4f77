import { Injectable, signal } from '@angular/core';

const KEY = 'flow-trail.api-key';

/** The key that a person gave this tab. It goes with the tab, and to no server but the page's own. */
@Injectable({ providedIn: 'root' })
export class ApiKey {
  readonly #value = signal(kept());

  readonly value = this.#value.asReadonly();

  /** Leaves out what a header cannot carry, such as the line end that came with a copy. */
  keep(text: string): void {
    const key = text.replace(/[^\w.~+/=-]/g, '') || null;
    this.#value.set(key);
    try {
      if (key) sessionStorage.setItem(KEY, key);
      else sessionStorage.removeItem(KEY);
    } catch {
      // Storage can be forbidden; the key then lasts as long as the page.
    }
  }
}

function kept(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}
