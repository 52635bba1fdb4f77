import { afterRenderEffect, computed, inject, type Signal, signal } from '@angular/core';

import { DrawingTurns, type Urgency } from './drawing-turns';

/** Counts up to a number, a bit a turn: what is drawn by it never holds up the page in one piece. Needs an injection context. */
export function bitByBit(most: Signal<number>, bit: number, urgency: Urgency = 'first'): Signal<number> {
  const turns = inject(DrawingTurns);
  const reached = signal(0);
  afterRenderEffect(() => {
    if (reached() < most()) turns.add(() => reached.update((count) => count + bit), urgency);
  });
  return reached;
}

/** A list of which a bit more is there each turn, until all is. Needs an injection context. */
export function growing<T>(all: Signal<readonly T[]>, bit: number, urgency?: Urgency): Signal<readonly T[]> {
  const reached = bitByBit(
    computed(() => all().length),
    bit,
    urgency,
  );
  return computed(() => (reached() < all().length ? all().slice(0, reached()) : all()));
}
