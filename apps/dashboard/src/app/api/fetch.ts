import { InjectionToken } from '@angular/core';

import { takeFirst } from './first-request';

/** The page's fetch; tests give their own. */
export const FETCH = new InjectionToken<typeof globalThis.fetch>('fetch', {
  providedIn: 'root',
  factory: () => (input, init) => takeFirst(String(input)) ?? globalThis.fetch(input, init),
});
