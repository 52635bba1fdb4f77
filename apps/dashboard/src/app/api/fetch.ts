import { InjectionToken } from '@angular/core';

/** The page's fetch; tests give their own. */
export const FETCH = new InjectionToken<typeof globalThis.fetch>('fetch', {
  providedIn: 'root',
  factory: () => (input, init) => globalThis.fetch(input, init),
});
