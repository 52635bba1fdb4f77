import { ApplicationRef, inject, Injectable, PendingTasks } from '@angular/core';

import { nextTask } from './next-task';

/** Milliseconds after which no further bit is begun. */
const TURN = 12;

/** What is drawn bit by bit waits here: as much as a turn holds is drawn at once, then the browser paints and answers. */
@Injectable({ providedIn: 'root' })
export class DrawingTurns {
  readonly #app = inject(ApplicationRef);
  readonly #tasks = inject(PendingTasks);
  readonly #bits: (() => void)[] = [];
  #isDrawing = false;

  /** The first that waits is drawn first. */
  add(bit: () => void): void {
    this.#bits.push(bit);
    if (!this.#isDrawing) void this.#drawAll();
  }

  async #drawAll(): Promise<void> {
    this.#isDrawing = true;
    const done = this.#tasks.add();
    try {
      while (this.#bits.length > 0 && !this.#app.destroyed) {
        await nextTask();
        this.#draw();
      }
    } finally {
      this.#isDrawing = false;
      done();
    }
  }

  #draw(): void {
    const end = performance.now() + TURN;
    while (this.#bits.length > 0 && !this.#app.destroyed) {
      this.#bits.shift()?.();
      // Left to itself it may wait for the frame, and hold that up with all that is new in it.
      this.#app.tick();
      if (performance.now() >= end) return;
    }
  }
}
