import { DOCUMENT, inject, Injectable } from '@angular/core';

/** Keeps what is typed for a field that is still on its way; no other field and no shortcut gets it. */
@Injectable({ providedIn: 'root' })
export class TypedAhead {
  readonly #document = inject(DOCUMENT);
  #listening: AbortController | null = null;
  #text = '';

  begin(onEscape: () => void): void {
    this.take();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    this.#document.addEventListener('keydown', (event) => this.#keep(event, onEscape), { capture: true, signal });
  }

  /** Ends it: from now on the field hears for itself. */
  take(): string {
    this.#listening?.abort();
    this.#listening = null;
    const text = this.#text;
    this.#text = '';
    return text;
  }

  #keep(event: KeyboardEvent, onEscape: () => void): void {
    const isTyped = event.key.length === 1 || ['Backspace', 'Enter', 'Escape'].includes(event.key);
    if (event.ctrlKey || event.metaKey || event.altKey || !isTyped) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') onEscape();
    else if (event.key === 'Backspace') this.#text = this.#text.slice(0, -1);
    else if (event.key.length === 1) this.#text += event.key;
  }
}
