import { DOCUMENT, inject, Injectable, signal } from '@angular/core';

export type ThemeName = 'light' | 'dark';

// public/theme.js reads the same key before the first paint.
const KEY = 'flow-trail.theme';

/** Follows the system until a person chooses. */
@Injectable({ providedIn: 'root' })
export class Theme {
  readonly #root = inject(DOCUMENT).documentElement;
  readonly #name = signal<ThemeName>(this.#current());

  readonly name = this.#name.asReadonly();

  toggle(): void {
    const name = this.#name() === 'dark' ? 'light' : 'dark';
    this.#root.dataset['theme'] = name;
    this.#name.set(name);
    try {
      localStorage.setItem(KEY, name);
    } catch {
      // Storage can be forbidden; the choice then lasts as long as the page.
    }
  }

  #current(): ThemeName {
    const chosen = this.#root.dataset['theme'];
    if (chosen === 'light' || chosen === 'dark') return chosen;
    return globalThis.matchMedia?.('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
}
