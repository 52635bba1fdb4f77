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

  constructor() {
    inject(DOCUMENT).addEventListener('keydown', (event) => this.#press(event));
  }

  /** Lasts as long as the caller's injection context. */
  add(shortcuts: readonly Shortcut[]): void {
    this.#all.update((all) => [...all, ...shortcuts]);
    inject(DestroyRef).onDestroy(() => this.#all.update((all) => all.filter((known) => !shortcuts.includes(known))));
  }

  #press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key !== 'Escape' && isTyping(event.target)) return;
    if (event.key === 'Escape' && isTyping(event.target)) return (event.target as HTMLElement).blur();
    const shortcut = this.#all().findLast(({ key }) => key === event.key);
    if (!shortcut) return;
    event.preventDefault();
    shortcut.act();
  }
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, select, textarea') !== null;
