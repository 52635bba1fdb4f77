import { Injectable, signal } from '@angular/core';
import type { FlowDocument } from '@flow-trail/contracts';

/** The flow whose page is open: what can be gone to inside it. */
@Injectable({ providedIn: 'root' })
export class CurrentFlow {
  readonly #document = signal<FlowDocument | null>(null);

  readonly document = this.#document.asReadonly();

  /** Null when its page is left. */
  show(document: FlowDocument | null): void {
    this.#document.set(document);
  }
}
