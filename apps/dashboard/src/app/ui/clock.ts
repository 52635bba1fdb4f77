import { DestroyRef, inject, Injectable, signal } from '@angular/core';

const TICK_MS = 5000;

/** The time as the page shows it; moves every few seconds. */
@Injectable({ providedIn: 'root' })
export class Clock {
  readonly #now = signal(Date.now());

  readonly now = this.#now.asReadonly();

  constructor() {
    const timer = setInterval(() => this.#now.set(Date.now()), TICK_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }
}
