import { ApplicationRef, inject, Injectable, PendingTasks } from '@angular/core';

import { nextPaint, nextTask } from './next-task';

/** Milliseconds after which no further bit is begun. */
const TURN = 12;

/**
 * What is looked for first is drawn and painted before what comes later. What nobody sees comes last, a bit a turn: it is laid out all the
 * same, which the turn does not count.
 */
export type Urgency = 'first' | 'later' | 'unseen';

/** What is drawn bit by bit waits here: as much as a turn holds is drawn at once, then the browser paints and answers. */
@Injectable({ providedIn: 'root' })
export class DrawingTurns {
  readonly #app = inject(ApplicationRef);
  readonly #tasks = inject(PendingTasks);
  readonly #bits: Record<Urgency, (() => void)[]> = { first: [], later: [], unseen: [] };
  #isDrawing = false;
  #end: Promise<void> = Promise.resolve();
  /** What is looked for first was drawn, and nothing says yet that it was painted. */
  #isFirstUnpainted = false;

  /** Of one urgency, the first that waits is drawn first. */
  add(bit: () => void, urgency: Urgency): void {
    this.#bits[urgency].push(bit);
    if (!this.#isDrawing) this.#end = this.#drawAll();
  }

  /** Resolves once nothing waits. */
  async drawn(): Promise<void> {
    while (this.#isDrawing) await this.#end;
  }

  async #drawAll(): Promise<void> {
    this.#isDrawing = true;
    const done = this.#tasks.add();
    try {
      while (this.#isWaiting) {
        await this.#nextTurn();
        this.#draw();
      }
    } finally {
      this.#isDrawing = false;
      done();
    }
  }

  async #nextTurn(): Promise<void> {
    if (this.#bits.first.length > 0 || !this.#isFirstUnpainted) return nextTask();
    this.#isFirstUnpainted = false;
    await nextPaint();
  }

  get #isWaiting(): boolean {
    return !this.#app.destroyed && Object.values(this.#bits).some((bits) => bits.length > 0);
  }

  #draw(): void {
    const end = performance.now() + TURN;
    while (this.#isWaiting) {
      const first = this.#bits.first.shift();
      if (first) this.#isFirstUnpainted = true;
      else if (this.#isFirstUnpainted) return;
      const seen = first ?? this.#bits.later.shift();
      (seen ?? this.#bits.unseen.shift())?.();
      // Left to itself it may wait for the frame, and hold that up with all that is new in it.
      this.#app.tick();
      if (!seen || performance.now() >= end) return;
    }
  }
}
