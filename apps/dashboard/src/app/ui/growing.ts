import { afterRenderEffect, computed, inject, PendingTasks, type Signal, signal } from '@angular/core';

/** Counts up to a number, some a frame: what is drawn by it never holds up the page in one piece. Needs an injection context. */
export function byFrames(most: Signal<number>, step: number): Signal<number> {
  const tasks = inject(PendingTasks);
  const reached = signal(step);
  afterRenderEffect(() => {
    if (reached() >= most()) return;
    const done = tasks.add();
    requestAnimationFrame(() => {
      reached.update((count) => count + step);
      done();
    });
  });
  return reached;
}

/** A list of which some more are there each frame, until all are. Needs an injection context. */
export function growing<T>(all: Signal<readonly T[]>, step: number): Signal<readonly T[]> {
  const reached = byFrames(
    computed(() => all().length),
    step,
  );
  return computed(() => (reached() < all().length ? all().slice(0, reached()) : all()));
}
