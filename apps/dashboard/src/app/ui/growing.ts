import { afterRenderEffect, computed, inject, type Signal, signal } from '@angular/core';

import { DrawingTurns, type Urgency } from './drawing-turns';

/**
 * Counts up to a number, a bit a turn: what is drawn by it never holds up the page in one piece. Needs an injection context.
 * @param first How far it counts before what can wait is drawn; default all.
 * @param then How urgent the rest is.
 */
export function bitByBit(most: Signal<number>, bit: number, first = Infinity, then: Urgency = 'later'): Signal<number> {
  const turns = inject(DrawingTurns);
  const reached = signal(0);
  const count = (): void => reached.update((known) => known + bit);
  afterRenderEffect(() => {
    if (reached() < most()) turns.add(count, reached() < first ? 'first' : then);
  });
  return reached;
}

/**
 * A list of which a bit more is there each turn, until all is. Needs an injection context.
 * @param first How many are there before what can wait is drawn; default all.
 * @param then How urgent the rest is.
 */
export function growing<T>(
  all: Signal<readonly T[]>,
  bit: number,
  first?: number,
  then?: Urgency,
): Signal<readonly T[]> {
  const reached = bitByBit(
    computed(() => all().length),
    bit,
    first,
    then,
  );
  return computed(() => (reached() < all().length ? all().slice(0, reached()) : all()));
}
