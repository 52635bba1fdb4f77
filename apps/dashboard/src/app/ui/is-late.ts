import { DestroyRef, inject, type Signal, signal } from '@angular/core';

/** Milliseconds: most answers are there sooner, and a skeleton before them only makes them come later. */
const LATE = 150;

/** Whether whoever waits should see that something comes. Needs an injection context. */
export function isLate(): Signal<boolean> {
  const late = signal(false);
  const timer = setTimeout(() => late.set(true), LATE);
  inject(DestroyRef).onDestroy(() => clearTimeout(timer));
  return late;
}
