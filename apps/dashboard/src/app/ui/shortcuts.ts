import { DestroyRef, DOCUMENT, inject, Injectable, signal } from '@angular/core';

export interface Shortcut {
  /** As in KeyboardEvent.key. */
  key: string;
  does: string;
  act: () => void;
}

/** The keys that work now. Pages add theirs and take them away with themselves; of two for one key the later wins. */
@Injectable({ providedIn: 'root' })
export class Shortcuts {
  readonly #all = signal<readonly Shortcut[]>([]);

  readonly all = this.#all.asReadonly();

  readonly #document = inject(DOCUMENT);

  constructor() {
    this.#document.addEventListener('keydown', (event) => this.#press(event));
  }

  /** Lasts as long as the caller's injection context. */
  add(shortcuts: readonly Shortcut[]): void {
    this.#all.update((all) => [...all, ...shortcuts]);
    inject(DestroyRef).onDestroy(() => this.#all.update((all) => all.filter((known) => !shortcuts.includes(known))));
  }

  #press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    // A dialog has its own keys.
    if (this.#document.querySelector('dialog[open]')) return;
    if (isIn(event.target, 'input, select, textarea')) {
      if (event.key === 'Escape') (event.target as HTMLElement).blur();
      return;
    }
    if (event.key === 'Enter' && isIn(event.target, 'button, a')) return;
    const shortcut = this.#all().findLast(({ key }) => key === event.key);
    if (!shortcut) return;
    event.preventDefault();
    shortcut.act();
  }
}

const isIn = (target: EventTarget | null, selector: string): boolean =>
  target instanceof HTMLElement && target.closest(selector) !== null;
